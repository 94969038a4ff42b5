import { spawnSync } from 'node:child_process';

/** An account that every Debian has, without any rights. */
export const ordinaryUser = 'nobody';

/** Whether a test that runs as root can also run a program as an ordinary user: who may then read the file. */
export function canBeOrdinary(file: string): boolean {
  if (process.getuid?.() !== 0) return false;
  const { status } = spawnSync('su', [ordinaryUser, '-s', '/bin/sh', '-c', `test -r '${file}'`]);
  if (status !== 0) console.warn(`Skipped what an ordinary user does: ${ordinaryUser} cannot read ${file}`);
  return status === 0;
}
