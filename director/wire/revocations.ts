import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writePrivateFile } from './private-file.ts';

/** Lies in the configuration folder; the Director writes the first one. */
export const revocationsFile = 'revoked.json';
const serialsForm = z.array(z.string());

/** Serials of revoked certificates that an instance refuses, kept on its disk as they must hold from its first connection on. */
export class Revocations {
  readonly #path: string;
  #serials: ReadonlySet<string>;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, serials: readonly string[]) {
    this.#path = path;
    this.#serials = new Set(serials);
  }

  /** Reads them from a configuration folder; there are none where there is no such file. @throws when the file is damaged */
  static async read(folder: string): Promise<Revocations> {
    const path = join(folder, revocationsFile);
    const text = await readIfThere(path);
    return new Revocations(path, text === undefined ? [] : serialsForm.parse(JSON.parse(text)));
  }

  get serials(): readonly string[] {
    return [...this.#serials];
  }

  has(serial: string): boolean {
    return this.#serials.has(serial);
  }

  /** They are refused at once; resolves when they are on the disk too. */
  set(serials: readonly string[]): Promise<void> {
    this.#serials = new Set(serials);
    const written = this.#writing.then(() => writePrivateFile(this.#path, JSON.stringify(this.serials)));
    this.#writing = written.catch(() => undefined);
    return written;
  }
}
