import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk in memory that is soon full. */
export interface SmallDisk {
  path: string;
  remove(): void;
}

/** @throws where this user may not mount, as in most containers and for all but root */
export function smallDisk(kilobytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const unmountable = () => rmdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path], { stdio: 'pipe' });
  } catch (thrown) {
    unmountable();
    throw thrown;
  }
  return {
    path,
    remove() {
      execFileSync('umount', [path]);
      unmountable();
    },
  };
}

/** Whether `smallDisk` works here; tests with it are skipped by name where it does not. */
export function smallDisksWork(): boolean {
  try {
    smallDisk(64).remove();
    return true;
  } catch {
    console.warn('Small disks cannot be mounted here, so tests of a full disk are skipped.');
    return false;
  }
}
