/** Takes the lock of the folder given at each line "lock" and says how that went, gives it back at each other line. */
import { createInterface } from 'node:readline';
import { type DirectoryLock, lockDirectory } from '../../../director/installation/lock.ts';

const [, , directory = '', program = ''] = process.argv;
let held: DirectoryLock | undefined;

function lock(): string {
  try {
    held = lockDirectory(directory, { program });
    return 'locked';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function release(): string {
  held?.release();
  held = undefined;
  return 'released';
}

process.stdout.write('ready\n');
createInterface(process.stdin).on('line', (line) => {
  process.stdout.write(`${line === 'lock' ? lock() : release()}\n`);
});
