import { execFileSync } from 'node:child_process';
import { darwinStartTimes } from './darwin.ts';
import { linuxStartTime } from './linux.ts';
import type { ProcessIdentity } from './process-entry.ts';
import { windowsStartTimes } from './windows.ts';

export type { ProcessIdentity } from './process-entry.ts';

/** Runs a program of the system and gives what it printed; nothing when it failed (ps fails when no process matches). */
function output([command, ...args]: readonly [string, ...string[]], env?: NodeJS.ProcessEnv): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
  } catch {
    return '';
  }
}

/**
 * When the process with this pid was started, as a text that is only good for comparing.
 * @returns null when there is none. A process that has ended and only waits for its parent to take note counts as none
 */
export function processStartTime(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') return linuxStartTime(pid);
  if (!mayExist(pid)) return null;
  const times =
    process.platform === 'win32'
      ? windowsStartTimes.parse(output(windowsStartTimes.command([pid])))
      : darwinStartTimes.parse(output(darwinStartTimes.command([pid]), darwinStartTimes.env));
  return times.get(pid) ?? null;
}

/** Whether exactly this process still runs: another one that got the same pid later does not count. */
export function isAlive(identity: ProcessIdentity): boolean {
  return processStartTime(identity.pid) === identity.startTime;
}

/** A quick look without starting a program: false is certain, true may be another process with the same pid. */
export function mayExist(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
