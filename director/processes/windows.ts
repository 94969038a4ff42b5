import type { ProcessEntry } from './process-entry.ts';
import type { SystemCommand } from './system-command.ts';

function powershell(script: string): SystemCommand {
  return ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', script];
}

const columns = `ForEach-Object { '{0} {1} {2}' -f $_.ProcessId, $_.ParentProcessId, $_.CreationDate.ToUniversalTime().Ticks }`;

function rows(text: string): { pid: number; parent: number; startTime: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, startTime] = /^(\d+) (\d+) (\d+)\s*$/.exec(line) ?? [];
    return startTime === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), startTime }];
  });
}

/** Start times by CIM, in units of 100 ns. One call takes about half a second: ask for many at once. */
export const windowsStartTimes = {
  env: undefined,
  command(pids: readonly number[]): SystemCommand {
    const filter = pids.map((pid) => `ProcessId=${pid}`).join(' OR ');
    return powershell(`Get-CimInstance Win32_Process -Filter '${filter}' | Where-Object CreationDate | ${columns}`);
  },
  parse(text: string): Map<number, string> {
    return new Map(rows(text).map(({ pid, startTime }) => [pid, startTime]));
  },
};

/** All processes. Windows has no process groups: each stands for itself, and children are found by their parent. */
export const windowsProcesses = {
  env: undefined,
  command: powershell(`Get-CimInstance Win32_Process | Where-Object CreationDate | ${columns}`),
  parse(text: string): ProcessEntry[] {
    return rows(text).map((row) => ({ ...row, group: row.pid, session: row.pid, threads: 1 }));
  },
};
