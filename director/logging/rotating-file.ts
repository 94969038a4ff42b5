import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface RotationOptions {
  directory: string;
  /** File name without ".log"; older files are <name>.1.log (the newest of them), <name>.2.log, … */
  name: string;
  /** A file that would grow beyond this is put aside. */
  maxBytes: number;
  /** How many files are kept that were put aside. */
  keep: number;
}

/**
 * A log file that is put aside when it is full. Lines are written at once and in this thread: the last ones before a crash are
 * there, and a worker thread would cost more memory than the whole of it. A line that cannot be written (disk full) is
 * lost, as a log must never end what it tells about.
 */
export class RotatingFile {
  readonly #options: RotationOptions;
  #descriptor: number | undefined;
  #size = 0;
  #isClosed = false;

  constructor(options: RotationOptions) {
    this.#options = options;
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    this.#open();
  }

  write(line: string): void {
    if (this.#isClosed) return;
    const bytes = Buffer.from(line);
    try {
      if (this.#size > 0 && this.#size + bytes.length > this.#options.maxBytes) this.#rotate();
      this.#size += writeSync(this.#descriptor ?? this.#open(), bytes);
    } catch {
      // Nowhere to tell it.
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #release(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #path(number: number): string {
    return join(
      this.#options.directory,
      number === 0 ? `${this.#options.name}.log` : `${this.#options.name}.${number}.log`,
    );
  }

  #open(): number {
    const descriptor = openSync(this.#path(0), 'a', 0o600);
    this.#descriptor = descriptor;
    this.#size = fstatSync(descriptor).size;
    return descriptor;
  }

  #rotate(): void {
    this.#release();
    try {
      rmSync(this.#path(this.#options.keep), { force: true });
      for (let number = this.#options.keep - 1; number >= 0; number -= 1) this.#move(number);
    } finally {
      // Where renaming failed (Windows, while somebody reads the file) the same file grows on.
      this.#open();
    }
  }

  #move(number: number): void {
    try {
      renameSync(this.#path(number), this.#path(number + 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
