import { sep } from 'node:path';
import { darwinMarked, darwinProcesses } from './darwin.ts';
import { linuxEnvironment, linuxProcesses, linuxWorkingDirectory } from './linux.ts';
import type { ProcessEntry } from './process-entry.ts';
import { output } from './system-command.ts';
import { windowsProcesses } from './windows.ts';

/** All processes that run on this computer and may be seen, ended ones left out. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  if (process.platform === 'linux') return linuxProcesses();
  const { command, env, parse } = process.platform === 'win32' ? windowsProcesses : darwinProcesses;
  return parse(await output(command, env));
}

/** The children of these processes, their children, and so on; not the processes themselves. */
export function descendantsOf(pids: Iterable<number>, entries: readonly ProcessEntry[]): ProcessEntry[] {
  const byParent = Map.groupBy(entries, ({ parent }) => parent);
  const found = new Map<number, ProcessEntry>();
  const open = [...pids];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    for (const child of byParent.get(pid) ?? []) {
      if (found.has(child.pid)) continue;
      found.set(child.pid, child);
      open.push(child.pid);
    }
  }
  return [...found.values()];
}

/** How processes are known again that left their group and session. */
export interface Mark {
  /** An entry of the environment that was given to the first process, for example "CONPAAS_INSTANCE=1a2b3c4d". */
  entry: string;
  /**
   * nginx and php-fpm write their title over their environment. Such a process counts when it works in this folder, which
   * nobody else uses.
   */
  directory?: string;
}

/** The processes that carry the mark; Windows shows no process the environment of another, there it finds none. */
export async function markedProcesses(mark: Mark, entries: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
  if (process.platform === 'linux') return entries.filter(({ pid }) => isMarkedOnLinux(pid, mark));
  if (process.platform !== 'darwin') return [];
  const pids = darwinMarked.parse(await output(darwinMarked.command, darwinMarked.env), mark.entry);
  return entries.filter(({ pid }) => pids.has(pid));
}

function isMarkedOnLinux(pid: number, { entry, directory }: Mark): boolean {
  const environment = linuxEnvironment(pid);
  if (environment !== 'overwritten') return environment?.includes(entry) ?? false;
  return directory !== undefined && `${linuxWorkingDirectory(pid) ?? ''}${sep}`.startsWith(directory + sep);
}
