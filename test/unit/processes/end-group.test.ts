import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endGroup } from '../../../director/processes/end-group.ts';
import { listProcesses, markedProcesses } from '../../../director/processes/process-table.ts';
import { type StartedProcess, startDetached } from '../../../director/processes/start-detached.ts';
import { isAlive } from '../../../director/processes/start-time.ts';

/** These start programs of a shell; on Windows there is none. */
const onUnix = describe.skipIf(process.platform === 'win32');
let folder: string;
let entry: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'));
  entry = `PROCESS_TEST=${folder}`;
});

afterEach(async () => {
  await endGroup(null, { graceMs: 0, mark: { entry } });
  rmSync(folder, { recursive: true });
});

function start(script: string): Promise<StartedProcess> {
  const env = { PATH: process.env.PATH ?? '', PROCESS_TEST: folder };
  const stdout = join(folder, 'out');
  return startDetached({ command: '/bin/sh', args: ['-c', script], cwd: folder, env, stdout, reports: true });
}

/** Resolves with the words that the script wrote, once it wrote this many. */
async function words(count: number): Promise<string[]> {
  const read = () => readFileSync(join(folder, 'out'), 'utf8').split(/\s+/).filter(Boolean);
  await expect.poll(() => read().length, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
  return read();
}

const running = async () => (await markedProcesses({ entry }, await listProcesses())).map(({ pid }) => pid);

onUnix('startDetached', () => {
  it('gives the process a group of its own, its output to a file, and nothing of the environment of its parent', async () => {
    const started = await start('echo "$HOME"- $$; ps -o pgid= -p $$; echo problem >&2; exit 3');
    expect(await started.exit).toEqual({ code: 3, signal: null });
    expect(await words(4)).toEqual(['-', String(started.pid), String(started.pid), 'problem']);
  });

  it('hands over what the program reports', async () => {
    const started = await start('echo ready >&3; exec 3>&-; exec sleep 60');
    expect(await started.report).toBe('ready\n');
    expect(isAlive(started)).toBe(true);
  });

  it('fails with the error of the system when there is no such program', async () => {
    const program = { command: join(folder, 'missing'), args: [], cwd: folder, env: {}, stdout: join(folder, 'out') };
    await expect(startDetached(program)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

onUnix('endGroup', () => {
  it('ends a process and its children', async () => {
    const started = await start('sleep 60 & echo $!; wait');
    await words(1);
    await endGroup(started, { graceMs: 5000 });
    expect(await running()).toEqual([]);
    expect(await started.exit).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('lets the process end what it started itself, before anything else gets the signal', async () => {
    const child =
      "trap 'echo signalled' TERM; echo child; for i in 1 2 3 4 5 6 7 8; do sleep 0.02; done; echo finished";
    const started = await start(`(${child}) & trap 'wait; echo orderly; exit' TERM; echo leader; wait; wait`);
    await words(2);
    await endGroup(started, { graceMs: 5000 });
    expect((await words(4)).slice(2)).toEqual(['finished', 'orderly']);
  });

  it('sends the signal asked for', async () => {
    const started = await start("trap 'echo quit; exit' QUIT; echo up; while :; do sleep 0.02; done");
    await words(1);
    await endGroup(started, { signal: 'SIGQUIT', graceMs: 5000 });
    expect((await words(2))[1]).toBe('quit');
  });

  it('kills what does not end in time', async () => {
    const started = await start("trap '' TERM; sleep 60 & echo up; while :; do wait; done");
    await words(1);
    await endGroup(started, { graceMs: 100 });
    expect(await started.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await running()).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'finds by the mark what left the session and whose parents ended',
    async () => {
      const started = await start('(setsid sh -c "sleep 60 & echo \\$!; wait" &); exit 0');
      await started.exit;
      const [escaped] = await words(1);
      expect(await running()).toContain(Number(escaped));
      await endGroup(started, { graceMs: 2000, mark: { entry } });
      expect(await running()).toEqual([]);
    },
  );

  it('ends children whose parent was killed', async () => {
    const started = await start('sleep 60 & echo $!; wait');
    await words(1);
    process.kill(started.pid, 'SIGKILL');
    await started.exit;
    expect(await running()).toHaveLength(1);
    await endGroup(started, { graceMs: 2000, ...(process.platform === 'linux' ? {} : { mark: { entry } }) });
    expect(await running()).toEqual([]);
  });

  it('never signals a process whose start time does not match', async () => {
    const stranger = await start('trap "echo signalled" TERM INT QUIT; echo up; while :; do sleep 0.02; done');
    await words(1);
    const [ticks = '', boot = ''] = stranger.startTime.split('@');
    await endGroup({ pid: stranger.pid, startTime: `${Number(ticks) - 1}@${boot}` }, { graceMs: 200 });
    await endGroup({ pid: stranger.pid, startTime: 'another time' }, { graceMs: 0 });
    expect(isAlive(stranger)).toBe(true);
    expect(await words(1)).toEqual(['up']);
  });

  it('resolves at once when nothing is left', async () => {
    const started = await start('exit 0');
    await started.exit;
    await endGroup(started, { graceMs: 60_000, mark: { entry } });
  });
});
