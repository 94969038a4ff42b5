import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DirectorMessage, ShellMessage } from '../../director/contract/shell.ts';
import { findRunningDirector } from '../../director/installation/runtime-file.ts';
import { signedInClient } from '../../electron/director-client.ts';

const source = (path: string) => fileURLToPath(new URL(`../../director/${path}`, import.meta.url));
let folder: string;
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-programs-'));
  ends = [];
});
afterEach(async () => {
  for (const end of ends) await end();
  await rm(folder, { recursive: true, force: true });
});

/** Starts a program of the Director; it is gone when the test ends. */
function start(path: string, args: readonly string[], channel: 'ipc' | 'ignore') {
  const child = spawn(process.execPath, [source(path), '--data-dir', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', channel],
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  ends.push(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const message = async () => (await once(child, 'message'))[0] as DirectorMessage;
  return { child, exit, message, send: (it: ShellMessage) => child.send(it) };
}

async function readyShellChild() {
  const program = start('main.ts', [], 'ipc');
  const ready = await program.message();
  if (ready.type !== 'ready') throw new Error(JSON.stringify(ready));
  return { ...program, ready };
}

describe('the Director as a child of the shell', () => {
  it('says where it listens, gives launch addresses, and ends when asked to', async () => {
    const { ready, exit, message, send } = await readyShellChild();
    const client = await signedInClient(ready.launchUrl);
    expect((await client.getSession()).version).toBe(ready.version);
    const answer = message();
    send({ type: 'launch' });
    const launch = await answer;
    expect(launch).toMatchObject({ type: 'launch', launchUrl: expect.stringContaining(`${ready.uiUrl}/#launch=`) });
    expect(findRunningDirector(folder)).toMatchObject({ uiUrl: ready.uiUrl });
    send({ type: 'stop', applications: 'keep' });
    expect(await exit).toBe(0);
    expect(await readdir(folder)).not.toContain('director.json');
  });

  it('ends in good order when the shell is gone', async () => {
    const { child, exit } = await readyShellChild();
    child.disconnect();
    expect(await exit).toBe(0);
    expect(await readdir(folder)).not.toContain('director.lock');
  });

  it('ends in good order at SIGTERM', async () => {
    const { child, exit } = await readyShellChild();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('says why it cannot start', async () => {
    await readyShellChild();
    const second = start('main.ts', [], 'ipc');
    expect(await second.message()).toMatchObject({ type: 'failed', error: { code: 'DIRECTOR_RUNNING' } });
    expect(await second.exit).toBe(1);
  });

  it('is not started by hand', async () => {
    const { child, exit } = start('main.ts', [], 'ignore');
    expect(child.stderr && (await text(child.stderr))).toContain('npm run serve');
    expect(await exit).not.toBe(0);
  });
});

describe('the Director alone', () => {
  const address = /^ {2}(http:\/\/127\.0\.0\.1:\d+\/#launch=\S+)$/m;

  async function served(args: readonly string[] = []) {
    const program = start('serve.ts', ['--port', '0', '--api-port', '0', ...args], 'ignore');
    let output = '';
    const url = new Promise<string>((resolve, reject) => {
      program.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        const found = address.exec(output)?.[1];
        if (found) resolve(found);
      });
      program.exit.then((code) => reject(new Error(`it ended with ${code}: ${output}`)));
    });
    return { ...program, url, output: () => output };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('prints an address that signs in, stays, and ends at %s', async (signal) => {
    const { child, exit, url } = await served();
    const client = await signedInClient(await url);
    expect(await client.listApplications()).toEqual([]);
    child.kill(signal);
    expect(await exit).toBe(0);
  });

  it('prints the address also where it is asked to open a browser and there is none', async () => {
    const { child, exit, url } = await served(['--open']);
    expect(await url).toContain('/#launch=');
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toEqual([]);
  });

  it('names the Director that uses the folder', async () => {
    const { url } = await served();
    await url;
    const second = await served();
    await expect(second.url).rejects.toThrow('Another Director');
    expect(await second.exit).toBe(1);
  });

  it.each([
    [['--port', 'x'], '--port x: a port is a number from 0 to 65535.'],
    [['--port', '70000'], '--port 70000'],
    [['--nonsense'], "Unknown option '--nonsense'"],
  ])('refuses %j', async (args, message) => {
    const { child, exit } = start('serve.ts', args, 'ignore');
    expect(child.stderr && (await text(child.stderr))).toContain(message);
    expect(await exit).toBe(1);
  });
});
