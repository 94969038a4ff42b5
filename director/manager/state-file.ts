import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';

/** Turns "no space left" into the error users know; everything else passes. */
export function storageFailure(thrown: unknown, place: string): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new ConpaasError('STORAGE_FULL', { place }, { cause: thrown })
    : thrown;
}

/** Replaces a file in one step, with `<path>.new` beside it: after a crash it is the old or the new one. */
export async function replaceDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeDurably(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * A JSON file that is always whole: written beside, synced, then renamed. Calls that come while a write is under way are
 * answered by one further write.
 */
export class StateFile {
  readonly #path: string;
  readonly #value: () => unknown;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #removed = false;

  /** @param value asked right before each write */
  constructor(path: string, value: () => unknown) {
    this.#path = path;
    this.#value = value;
  }

  /** Resolves when what `value` gave at the time of the call, or later, is on disk. @throws STORAGE_FULL */
  save(): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const written = this.#write();
      this.#running = written.catch(() => {});
      return written;
    });
    return this.#next;
  }

  /** Deletes the file; later saves do nothing. */
  async remove(): Promise<void> {
    this.#removed = true;
    await this.#next?.catch(() => {});
    await this.#running;
    await rm(this.#path, { force: true });
  }

  async #write(): Promise<void> {
    if (this.#removed) return;
    try {
      await replaceDurably(this.#path, `${JSON.stringify(this.#value(), null, 1)}\n`);
    } catch (thrown) {
      await rm(`${this.#path}.new`, { force: true });
      throw storageFailure(thrown, this.#path);
    }
  }
}

/** @returns undefined when there is no such file */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
  return JSON.parse(text);
}
