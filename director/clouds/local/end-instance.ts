import { basename } from 'node:path';
import { endGroup } from '../../processes/end-group.ts';
import { linuxArguments } from '../../processes/linux.ts';
import { listProcesses, markedProcesses } from '../../processes/process-table.ts';
import type { InstanceFolder } from './instance-folder.ts';
import type { InstanceProcesses } from './instance-record.ts';
import { instanceMark } from './program-command.ts';

/**
 * Ends every process of an instance: the program is asked to end and has `graceMs` milliseconds for it, then the sandbox is
 * killed, with which the kernel ends all that is inside.
 * @throws ConpaasError PROCESS_NOT_ENDED
 */
export async function endInstance(
  folder: InstanceFolder,
  processes: InstanceProcesses | null,
  graceMs: number,
): Promise<void> {
  const mark = instanceMark(folder);
  await endGroup(processes?.program ?? null, { graceMs, mark });
  for (const rest of [processes?.sandbox, processes?.monitor]) {
    if (rest) await endGroup(rest, { graceMs: 0, mark });
  }
}

/**
 * Looks for the processes of an instance whose record does not tell them, because the Director was killed right after it had
 * started them.
 * @returns null when its program does not run
 */
export async function findProcesses(folder: InstanceFolder): Promise<InstanceProcesses | null> {
  if (process.platform !== 'linux') return null;
  const entries = await listProcesses();
  const isSandbox = (pid: number) => basename(linuxArguments(pid)[0] ?? '') === 'bwrap';
  const program = (await markedProcesses(instanceMark(folder), entries)).find(({ pid }) => {
    const words = linuxArguments(pid);
    return !isSandbox(pid) && words[words.indexOf('--configuration') + 1] === folder.configuration;
  });
  if (program === undefined) return null;
  const parentOf = (child: { parent: number } | undefined) => {
    const parent = entries.find(({ pid }) => pid === child?.parent);
    return parent !== undefined && isSandbox(parent.pid) ? parent : undefined;
  };
  const identity = (entry: { pid: number; startTime: string }) => ({ pid: entry.pid, startTime: entry.startTime });
  const sandbox = parentOf(program);
  const monitor = parentOf(sandbox);
  return {
    program: identity(program),
    sandbox: sandbox === undefined ? null : identity(sandbox),
    monitor: monitor === undefined ? null : identity(monitor),
  };
}
