import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeChild } from '../../../electron/node-child.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-child-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function started(source: string, node = process.execPath) {
  const entry = join(folder, 'child.mjs');
  await writeFile(entry, source);
  const child = nodeChild({ node, execArgv: [], entry, args: ['--data-dir', 'x'], environment: process.env });
  const exit = new Promise<Parameters<Parameters<typeof child.onExit>[0]>[0]>((resolve) => child.onExit(resolve));
  return { child, exit };
}

describe('a child program', () => {
  it('gets its arguments and exchanges messages', async () => {
    const { child, exit } = await started(`
      process.on('message', (message) => { process.send({ heard: message, args: process.argv.slice(2) }); process.disconnect(); });
    `);
    const heard = new Promise((resolve) => child.onMessage(resolve));
    child.send({ type: 'launch' });
    expect(await heard).toEqual({ heard: { type: 'launch' }, args: ['--data-dir', 'x'] });
    expect(await exit).toEqual({ code: 0, signal: null, lastWords: '' });
    // Nobody is there any more; that is told by the exit and nothing else.
    child.send({ type: 'launch' });
  });

  it('leaves the end of its error output', async () => {
    const { exit } = await started(`process.stderr.write('x'.repeat(9000) + 'the reason'); process.exitCode = 3;`);
    const { code, lastWords } = await exit;
    expect([code, lastWords.length, lastWords.slice(-10)]).toEqual([3, 4000, 'the reason']);
  });

  it('that cannot be started counts as one that has ended', async () => {
    const { exit } = await started('', join(folder, 'no-such-node'));
    expect(await exit).toMatchObject({ code: null, lastWords: expect.stringContaining('ENOENT') });
  });
});
