import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instance } from '../../director/clouds/cloud.ts';
import { countsProcessesOfSandbox } from '../../director/clouds/local/program-command.ts';
import { canBeOrdinary, ordinaryUser } from '../peers/ordinary-user.ts';
import { peers } from '../peers.ts';
import { answers, ask, Fixture, processesOf, specOf } from './local-cloud/fixture.ts';

const signal = new AbortController().signal;
let fixture: Fixture;

beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.dispose());

describe.runIf(process.platform === 'linux').each(['auto', 'none'] as const)('limits, isolation %s', (isolation) => {
  it('end an instance that uses more memory than it may, and leave others alone', async () => {
    const warnings: string[] = [];
    const log = { debug() {}, info() {}, error() {}, warn: (text: unknown) => void warnings.push(String(text)) };
    const cloud = fixture.cloud({ isolation, log, limits: { memoryBytes: 250 * 2 ** 20, processes: 400 } });
    const greedy = await cloud.create(specOf(1), signal);
    const modest = await cloud.create(specOf(2), signal);
    await Promise.all([answers(greedy), answers(modest)]);
    const death = new Promise<Instance>((resolve) => cloud.onDeath(resolve));
    await ask(modest, 'memory', { megabytes: 50 });
    await ask(greedy, 'memory', { megabytes: 300 });
    const { vmid, why } = await death;
    expect(vmid).toBe(greedy.vmid);
    expect(why).toMatch(/^it used (3\d\d MB of memory; 250 MB are allowed|more memory than it may)$/);
    expect(warnings.join()).toContain(vmid);
    expect(processesOf(vmid)).toEqual([]);
    expect(await cloud.list()).toContainEqual(modest);
  });
});

describe.runIf(process.platform === 'linux' && peers('bwrap'))('the number of processes', () => {
  const script = fileURLToPath(new URL('local-cloud/fork.ts', import.meta.url));
  const run = promisify(execFile);

  it.runIf(countsProcessesOfSandbox())('is limited by the kernel', async () => {
    expect((await run(process.execPath, [script])).stdout).toMatch(/fork/i);
  });

  it.runIf(canBeOrdinary(script))('is limited by the kernel for an ordinary user', async () => {
    const command = `cd /tmp && exec ${process.execPath} ${script}`;
    expect((await run('su', [ordinaryUser, '-s', '/bin/sh', '-c', command])).stdout).toMatch(/fork/i);
  });
});

describe.runIf(process.platform === 'linux' && peers('unshare'))('a full disk', () => {
  it('is told as such, and nothing is left', async () => {
    const script = fileURLToPath(new URL('local-cloud/full-disk.ts', import.meta.url));
    const inside = `mount -t tmpfs -o size=256k none ${fixture.data} && exec ${process.execPath} ${script} ${fixture.data}`;
    const { stdout } = await promisify(execFile)('unshare', ['--map-root-user', '--mount', 'sh', '-c', inside]);
    expect(stdout).toBe('STORAGE_FULL []\n');
  });
});

describe.runIf(process.platform === 'linux')('an instance that lays traps in its own folder', () => {
  it('does not make the Director write or read elsewhere', async () => {
    const cloud = fixture.cloud();
    const instance = await cloud.create(specOf(1, { sid: 1 }), signal);
    await answers(instance);
    const victim = join(fixture.data, 'victim');
    writeFileSync(victim, 'untouched');
    const death = new Promise((resolve) => cloud.onDeath(resolve));
    await ask(instance, 'exit', { code: 0 });
    await death;
    const logs = instance.logDirectory ?? '';
    await promisify(execFile)('rm', [join(logs, 'agent.out')]);
    symlinkSync(victim, join(logs, 'agent.out'));
    mkdirSync(join(logs, 'folder'));
    symlinkSync(fixture.data, join(logs, 'folder', 'up'));
    await expect(cloud.restart(instance.vmid)).rejects.toMatchObject({ code: 'INSTANCE_START_FAILED' });
    await cloud.destroy(instance.vmid);
    expect((await promisify(execFile)('cat', [victim])).stdout).toBe('untouched');
  });
});
