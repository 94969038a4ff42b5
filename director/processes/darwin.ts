import type { ProcessEntry } from './process-entry.ts';
import type { SystemCommand } from './system-command.ts';

/** `lstart` is written in the time zone and language of the caller: both are fixed, so that texts can be compared. */
const env = { PATH: '/bin:/usr/bin:/usr/sbin', LC_ALL: 'C', TZ: 'UTC0' };

/** Start times by `ps`, which macOS has instead of /proc. Exact to the second. */
export const darwinStartTimes = {
  env,
  command(pids: readonly number[]): SystemCommand {
    return ['/bin/ps', '-o', 'pid=,stat=,lstart=', '-p', pids.join(',')];
  },
  parse(text: string): Map<number, string> {
    const times = new Map<number, string>();
    for (const line of text.split('\n')) {
      const [, pid, state, start] = /^\s*(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line) ?? [];
      if (start !== undefined && state !== undefined && !state.startsWith('Z')) times.set(Number(pid), start);
    }
    return times;
  },
};

/** All processes; `ps` numbers no sessions and counts no threads, a process group stands for its session. */
export const darwinProcesses = {
  env,
  command: ['/bin/ps', '-axo', 'pid=,ppid=,pgid=,stat=,lstart='] as SystemCommand,
  parse(text: string): ProcessEntry[] {
    const entries: ProcessEntry[] = [];
    for (const line of text.split('\n')) {
      const [, pid, parent, group, state, startTime] =
        /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line) ?? [];
      if (startTime === undefined || state === undefined || state.startsWith('Z')) continue;
      const numbers = { pid: Number(pid), parent: Number(parent), group: Number(group), session: Number(group) };
      entries.push({ ...numbers, startTime, threads: 1 });
    }
    return entries;
  },
};

/** Pids whose environment holds `entry`; `ps -E` shows the environment of the caller's own processes after the command. */
export const darwinMarked = {
  env,
  command: ['/bin/ps', '-axEww', '-o', 'pid=,command='] as SystemCommand,
  parse(text: string, entry: string): Set<number> {
    const lines = text.split('\n').filter((line) => `${line} `.includes(` ${entry} `));
    return new Set(lines.map((line) => Number.parseInt(line, 10)));
  },
};
