import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ConpaasError } from '../../contract/errors.ts';
import { endGroup } from '../../processes/end-group.ts';
import { linuxStartTime } from '../../processes/linux.ts';
import type { ProcessIdentity } from '../../processes/process-entry.ts';
import { listProcesses } from '../../processes/process-table.ts';
import {
  type DetachedProgram,
  type ProcessExit,
  type StartedProcess,
  startDetached,
} from '../../processes/start-detached.ts';
import { isAlive } from '../../processes/start-time.ts';
import type { Cgroups } from './cgroup.ts';
import { tailOf } from './instance-folder.ts';
import type { InstanceProcesses, InstanceRecord } from './instance-record.ts';
import { isListening } from './ports.ts';
import {
  instanceEnvironment,
  instanceMark,
  programCommand,
  type SandboxRequest,
  sandboxed,
} from './program-command.ts';

export interface StartRequest extends SandboxRequest {
  record: InstanceRecord;
  cgroups: Cgroups | undefined;
}

export interface RunningProgram {
  processes: InstanceProcesses;
  exit: Promise<ProcessExit>;
}

/** A program that cannot run at all ends within this time; one that listens before is up. */
const settleMs = 400;
const lookMs = 10;
const detailCharacters = 2000;

/** bubblewrap tells the pid of the first process inside on file descriptor 3. */
const information = z.object({ 'child-pid': z.int().positive() });

/** What became of a process, in words. */
export function exitInWords({ code, signal }: ProcessExit): string {
  return signal === null ? `it ended with exit code ${code ?? 'unknown'}` : `it was ended by ${signal}`;
}

/**
 * Starts the manager or agent of an instance.
 * @throws ConpaasError INSTANCE_START_FAILED with the end of what it printed, when it ends at once
 */
export async function startProgram(request: StartRequest): Promise<RunningProgram> {
  const { folder, kind, isolation, options } = request;
  const stderr = join(folder.logs, `${kind}.err`);
  const command = await sandboxed(request, programCommand(options, kind, folder), ['--info-fd', '3']);
  const reports = isolation.kind === 'bubblewrap';
  const started = await start(request, command, { stdout: join(folder.logs, `${kind}.out`), stderr, reports });
  const ended = started.exit.then(async (exit) => {
    throw new ConpaasError(
      'INSTANCE_START_FAILED',
      { name: request.record.name, why: exitInWords(exit) },
      { detail: await tailOf(stderr, detailCharacters) },
    );
  });
  // Nobody waits for this any more once the program is up.
  ended.catch(() => undefined);
  const processes = reports ? findInside(started) : alone(started);
  const running = { processes: await Promise.race([processes, ended]), exit: started.exit };
  await Promise.race([settled(request.record), ended]);
  return running;
}

function alone({ pid, startTime }: StartedProcess): Promise<InstanceProcesses> {
  return Promise.resolve({ program: { pid, startTime }, sandbox: null, monitor: null });
}

/** Resolves when the program listens on one of its ports, or has run for a while. */
async function settled({ address, ports }: InstanceRecord): Promise<void> {
  for (let waited = 0; waited < settleMs; waited += lookMs) {
    if (Object.values(ports).some((port) => isListening(address, port))) return;
    await wait(lookMs);
  }
}

/** The processes of a sandbox that was just started: its first one, and the program that this one starts a moment later. */
async function findInside(monitor: StartedProcess): Promise<InstanceProcesses> {
  const report = await monitor.report;
  // A sandbox that could not be made says nothing here and ends; its end tells why.
  if (report === '') await monitor.exit.then(() => wait(settleMs));
  const pid = information.parse(JSON.parse(report))['child-pid'];
  const sandbox: ProcessIdentity = { pid, startTime: linuxStartTime(pid, true) ?? '' };
  for (;;) {
    const inside = (await listProcesses()).find(({ parent }) => parent === pid);
    const { pid: monitorPid, startTime } = monitor;
    if (inside !== undefined) {
      const program = { pid: inside.pid, startTime: inside.startTime };
      return { program, sandbox, monitor: { pid: monitorPid, startTime } };
    }
    if (!isAlive(sandbox)) {
      await monitor.exit.then(() => wait(settleMs));
      throw new Error('the sandbox ended before its program was seen');
    }
    await wait(lookMs / 2);
  }
}

/**
 * Runs the startup script to its end. What it leaves running is ended with it: it prepares the instance and is no service.
 * @throws ConpaasError INSTANCE_START_FAILED when it does not end with 0; the signal's reason when aborted
 */
export async function runStartupScript(request: StartRequest, script: string, signal: AbortSignal): Promise<void> {
  const { folder, record } = request;
  const path = join(folder.configuration, 'startup.sh');
  const log = join(folder.logs, 'startup.log');
  await writeFile(path, script, { mode: 0o600 });
  const command = await sandboxed(request, ['/bin/sh', path], ['--die-with-parent']);
  const started = await start(request, command, { stdout: log });
  const aborted = new AbortController();
  try {
    const exit = await Promise.race([started.exit, rejectOn(signal, aborted.signal)]);
    if (exit.code === 0) return;
    const why = `its startup script failed: ${exitInWords(exit)}`;
    const detail = await tailOf(log, detailCharacters);
    throw new ConpaasError('INSTANCE_START_FAILED', { name: record.name, why }, { detail });
  } finally {
    aborted.abort();
    await endGroup(started, { graceMs: 0, mark: instanceMark(folder) });
  }
}

/** Rejects with the reason of `signal`; lets go of it when `done` is aborted. */
function rejectOn(signal: AbortSignal, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true, signal: done });
  });
}

async function start(
  { folder, cgroups, isolation }: StartRequest,
  command: readonly [string, ...string[]],
  output: Pick<DetachedProgram, 'stdout' | 'stderr' | 'reports'>,
): Promise<StartedProcess> {
  const group = await cgroups?.make(folder.vmid);
  const [program, ...args] = group === undefined || cgroups === undefined ? command : cgroups.entering(group, command);
  const env = instanceEnvironment(folder, isolation);
  return startDetached({ command: program, args, cwd: folder.data, env, ...output });
}
