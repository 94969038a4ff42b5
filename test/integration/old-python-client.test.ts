import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LegacyWorld, legacyWorld, mayUseLowPorts } from './legacy/legacy-world.ts';

const script = fileURLToPath(new URL('legacy/old_client.py', import.meta.url));
const run = promisify(execFile);

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import ssl']);
    return true;
  } catch {
    return false;
  }
}

let world: LegacyWorld;
let folder: string;
beforeAll(async () => {
  world = await legacyWorld();
  folder = await mkdtemp(join(tmpdir(), 'conpaas-python-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

describe.runIf(hasPython())('a client in Python', () => {
  it('leads an application from its certificate to its end', async () => {
    await world.register('guido');
    const port = mayUseLowPorts ? '443' : '8443';
    const { stdout } = await run('python3', [script, world.url, folder, 'guido', 'password of guido', port]);
    expect(stdout.trim().split('\n')).toEqual([
      `version ${world.version}`,
      'application RUNNING',
      'service RUNNING',
      'roles backend,proxy,web node True',
      'download True',
      'service STOPPED',
      'application STOPPED',
      'left []',
    ]);
  });
});
