import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessEntry } from './process-entry.ts';

/** What the kernel says in /proc/<pid>/stat, the parts that are needed here (proc_pid_stat(5)). */
interface Stat {
  state: string;
  parent: number;
  group: number;
  session: number;
  threads: number;
  /** Clock ticks between the start of the computer and that of the process. */
  startTicks: string;
}

const gone = new Set(['Z', 'X', 'x']);
let bootId: string | undefined;

function readStat(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the program's name in brackets, which may itself hold blanks and brackets.
  const [state, parent, group, session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const threads = rest[13];
  const startTicks = rest[15];
  if (state === undefined || threads === undefined || startTicks === undefined) return undefined;
  return {
    state,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    threads: Number(threads),
    startTicks,
  };
}

/** Another one each time the computer is started. */
export function linuxBootId(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return bootId;
}

/** Ticks alone would repeat after the computer was started anew, so the boot's own id is part of the start time. */
function startTimeOf(stat: Stat): string {
  return `${stat.startTicks}@${linuxBootId()}`;
}

/** @param ended also answer for a process that has ended and waits for its parent to take note (a zombie) */
export function linuxStartTime(pid: number, ended = false): string | null {
  const stat = readStat(pid);
  return stat === undefined || (gone.has(stat.state) && !ended) ? null : startTimeOf(stat);
}

/** Whether a process with the start time `second` was started in the same run of the computer as `first` and not before it. */
export function linuxStartedAfter(first: string, second: string): boolean {
  const [firstTicks, firstBoot] = first.split('@');
  const [secondTicks, secondBoot] = second.split('@');
  return firstBoot !== undefined && firstBoot === secondBoot && Number(secondTicks) >= Number(firstTicks);
}

/** All processes that run now. A process that ends while this reads is left out. */
export function linuxProcesses(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = readStat(pid);
    if (stat === undefined || gone.has(stat.state)) continue;
    const { parent, group, session, threads } = stat;
    entries.push({ pid, startTime: startTimeOf(stat), parent, group, session, threads });
  }
  return entries;
}

/**
 * The environment a process was started with.
 * @returns undefined where it may not be read; 'overwritten' where the program put its title there, as nginx and php-fpm do
 */
export function linuxEnvironment(pid: number): string[] | 'overwritten' | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return undefined;
  }
  const [first = ''] = text.split('\0', 1);
  if (text !== '' && !/^[A-Za-z_][^=]*=/.test(first)) return 'overwritten';
  return text.split('\0').filter((line) => line !== '');
}

/** The folder a process works in, or undefined where it may not be read. */
export function linuxWorkingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function kilobytes(path: string, fields: readonly string[]): number {
  try {
    const lines = readFileSync(path, 'latin1').split('\n');
    const values = lines.filter((line) => fields.includes(line.slice(0, line.indexOf(':'))));
    return values.reduce((sum, line) => sum + Number.parseInt(line.slice(line.indexOf(':') + 1), 10), 0);
  } catch {
    return 0;
  }
}

/**
 * Memory of a process in bytes, without mapped files. A page that several processes have, as after a fork, counts in full for
 * each of them. 0 for a process that is gone.
 */
export function linuxMemory(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, ['RssAnon', 'RssShmem', 'VmSwap']) * 1024;
}

/** The same where a page that n processes have counts as 1/n for each; takes about a millisecond for a large process. */
export function linuxProportionalMemory(pid: number): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, ['Pss_Anon', 'Pss_Shmem', 'SwapPss']) * 1024;
}

/** The command line of a process, or nothing where there is none. */
export function linuxArguments(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}
