import { darwinStartTimes } from './darwin.ts';
import { linuxStartTime } from './linux.ts';
import type { ProcessIdentity } from './process-entry.ts';
import { output, outputNow } from './system-command.ts';
import { windowsStartTimes } from './windows.ts';

export type { ProcessIdentity } from './process-entry.ts';

/**
 * When the process with this pid was started, as a text that is only good for comparing.
 * @returns null when there is none. A process that has ended and only waits for its parent to take note counts as none
 */
export function processStartTime(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') return linuxStartTime(pid);
  if (!mayExist(pid)) return null;
  const { command, env, parse } = process.platform === 'win32' ? windowsStartTimes : darwinStartTimes;
  return parse(outputNow(command([pid]), env)).get(pid) ?? null;
}

/** Whether exactly this process still runs: another one that got the same pid later does not count. */
export function isAlive(identity: ProcessIdentity): boolean {
  return processStartTime(identity.pid) === identity.startTime;
}

/** Those of `identities` that still run, found with one question to the system however many they are. */
export async function aliveAmong<I extends ProcessIdentity>(identities: readonly I[]): Promise<I[]> {
  const candidates = identities.filter(({ pid }) => mayExist(pid));
  if (process.platform === 'linux' || candidates.length === 0) return candidates.filter(isAlive);
  const { command, env, parse } = process.platform === 'win32' ? windowsStartTimes : darwinStartTimes;
  const times = parse(await output(command(candidates.map(({ pid }) => pid)), env));
  return candidates.filter(({ pid, startTime }) => times.get(pid) === startTime);
}

/** A look without starting a program: false is certain, true may be another process with the same pid. */
function mayExist(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
