import type { ProcessEntry } from './process-entry.ts';

function powershell(script: string): [string, ...string[]] {
  return ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', script];
}

const columns = `ForEach-Object { '{0} {1} {2}' -f $_.ProcessId, $_.ParentProcessId, $_.CreationDate.ToUniversalTime().Ticks }`;

function rows(text: string): [pid: number, parent: number, startTime: string][] {
  const found: [number, number, string][] = [];
  for (const line of text.split('\n')) {
    const [, pid, parent, ticks] = /^(\d+) (\d+) (\d+)\s*$/.exec(line) ?? [];
    if (ticks !== undefined) found.push([Number(pid), Number(parent), ticks]);
  }
  return found;
}

/** Start times by CIM, in units of 100 ns. One call takes about half a second: ask for many at once. */
export const windowsStartTimes = {
  command(pids: readonly number[]): [string, ...string[]] {
    const filter = pids.map((pid) => `ProcessId=${pid}`).join(' OR ');
    return powershell(`Get-CimInstance Win32_Process -Filter '${filter}' | Where-Object CreationDate | ${columns}`);
  },
  parse(text: string): Map<number, string> {
    return new Map(rows(text).map(([pid, , startTime]) => [pid, startTime]));
  },
};

/** All processes. Windows has no process groups: each stands for itself, and children are found by their parent. */
export const windowsProcesses = {
  command: powershell(`Get-CimInstance Win32_Process | Where-Object CreationDate | ${columns}`),
  parse(text: string): ProcessEntry[] {
    return rows(text).map(([pid, parent, startTime]) => ({
      pid,
      parent,
      startTime,
      group: pid,
      session: pid,
      threads: 1,
    }));
  },
};
