import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import { isAlive, processStartTime } from '../processes/start-time.ts';

const lockOwner = z.object({ pid: z.int().positive(), startTime: z.string(), program: z.string() });
type LockOwner = z.infer<typeof lockOwner>;

export interface DirectoryLock {
  /** Lets others have the folder. May be called again. */
  release(): void;
}

/**
 * Makes this process the only Director of a data folder, until it releases the lock or ends, however it ends.
 * @param program what the owner is called to the user of a second one, for example "npm run serve"
 * @throws ConpaasError DIRECTOR_RUNNING
 */
export function lockDirectory(directory: string, { program }: { program: string }): DirectoryLock {
  const startTime = processStartTime(process.pid);
  if (startTime === null) throw new Error('the system does not tell when this process started');
  const path = join(directory, 'director.lock');
  const content = JSON.stringify({ pid: process.pid, startTime, program } satisfies LockOwner);
  acquire(path, content, directory);
  return {
    release() {
      if (read(path) === content) rmSync(path);
    },
  };
}

/**
 * Only the owner removes a lock file; a dead owner's is replaced by whoever holds the lock of that (<path>.takeover), after
 * looking again. So of many that find a dead owner at the same time one wins, and none takes a living one's lock away.
 */
function acquire(path: string, content: string, directory: string): void {
  for (;;) {
    if (createWhole(path, content)) return;
    const found = read(path);
    if (found === undefined) continue;
    const owner = parse(found);
    if (owner && isAlive(owner)) {
      throw new ConpaasError('DIRECTOR_RUNNING', { pid: owner.pid, program: owner.program, folder: directory });
    }
    const takeover = `${path}.takeover`;
    acquire(takeover, content, directory);
    try {
      if (read(path) === found) {
        replace(path, content);
        return;
      }
    } finally {
      rmSync(takeover);
    }
  }
}

/** Makes the file with its content in one step, so that nobody ever reads half of it. @returns false when it exists */
function createWhole(path: string, content: string): boolean {
  const draft = writeDraft(path, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // File systems without hard links (exFAT): two steps, with a moment between them in which the file is empty.
    return createInTwoSteps(path, content);
  } finally {
    rmSync(draft);
  }
}

function createInTwoSteps(path: string, content: string): boolean {
  try {
    write(path, content);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function replace(path: string, content: string): void {
  renameSync(writeDraft(path, content), path);
}

function writeDraft(path: string, content: string): string {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  write(draft, content);
  return draft;
}

function write(path: string, content: string): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** undefined for what a power cut left of it: such an owner is dead. */
function parse(content: string): LockOwner | undefined {
  try {
    return lockOwner.parse(JSON.parse(content));
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
