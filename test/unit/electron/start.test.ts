import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronBinary, reasonIn } from '../../../electron/electron-binary.ts';
import { runInForeground } from '../../../electron/foreground.ts';
import { whyNoWindow } from '../../../electron/why-no-window.ts';

let folder: string;
const said: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-electron-'));
  said.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));
const tell = (line: string) => void said.push(line);

describe('the Electron program', () => {
  const withInstaller = (source: string) => writeFile(join(folder, 'install.js'), source);

  it('is taken as it is when it was fetched before', async () => {
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'path.txt'), 'electron');
    await writeFile(join(folder, 'dist', 'electron'), '');
    await withInstaller('process.exit(1)');
    expect(await electronBinary(folder, tell)).toBe(join(folder, 'dist', 'electron'));
    expect(said).toEqual([]);
  });

  it("is fetched by the package's own installer, which is said before", async () => {
    await withInstaller(`
      const fs = require('node:fs'); const at = ${JSON.stringify(folder)};
      fs.mkdirSync(at + '/dist'); fs.writeFileSync(at + '/dist/electron', ''); fs.writeFileSync(at + '/path.txt', 'electron');
    `);
    expect(await electronBinary(folder, tell)).toBe(join(folder, 'dist', 'electron'));
    expect(said).toEqual(['Fetching Electron, once …']);
  });

  it('that cannot be fetched is a failure of half a sentence', async () => {
    await withInstaller(
      `console.error('noise'); console.error(new Error('getaddrinfo ENOTFOUND github.com')); process.exit(1)`,
    );
    await expect(electronBinary(folder, tell)).rejects.toThrow(
      /^it could not be fetched: getaddrinfo ENOTFOUND github.com$/,
    );
  });

  it('that is still not there after its installer ended well is a failure too', async () => {
    await withInstaller('');
    await expect(electronBinary(folder, tell)).rejects.toThrow('could not be fetched');
  });
});

describe('the reason in an output', () => {
  it.each([
    ['Downloading\nRequestError: connect ECONNREFUSED 1.2.3.4:443\n    at x', 'connect ECONNREFUSED 1.2.3.4:443'],
    ['\n  something else\n', 'something else'],
    ['', 'no reason was given'],
  ])('%j is %j', (output, reason) => {
    expect(reasonIn(output)).toBe(reason);
  });
});

describe('a window', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, 1000, undefined],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, undefined],
    ['linux', {}, 1000, 'there is no display'],
    ['linux', { DISPLAY: ':0' }, 0, 'Electron does not run for root'],
    ['darwin', {}, 501, undefined],
    ['win32', {}, undefined, undefined],
    ['darwin', { CONPAAS_NO_WINDOW: '1' }, 501, 'CONPAAS_NO_WINDOW is set'],
  ] as const)('on %s with %j for the user %s: %s', (platform, environment, uid, reason) => {
    expect(whyNoWindow(platform, environment, uid)).toBe(reason);
  });
});

describe('a program in the foreground', () => {
  const node = (source: string) => runInForeground(process.execPath, ['-e', source], process.env);

  it('gives its exit code, and for a signal what a shell would give', async () => {
    expect(await node('process.exitCode = 3')).toBe(3);
    expect(await node('process.kill(process.pid, "SIGKILL")')).toBe(137);
  });

  it('is sent the signals that come to this program', async () => {
    const code = node(
      'process.on("SIGHUP", () => process.exit(7)); process.kill(process.ppid, "SIGHUP"); setInterval(() => {}, 1000)',
    );
    expect(await code).toBe(7);
  });

  it('that does not exist is an error', async () => {
    await expect(runInForeground(join(folder, 'nothing'), [], process.env)).rejects.toThrow('ENOENT');
  });
});
