import { mkdirSync, readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a node is to run, kept on its own disk so that it comes back after a restart. Holds a secret: for the owner only. */
export class SettingsFile {
  readonly #path: string;
  readonly #roles: Record<string, unknown>;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#roles = this.#read();
  }

  #read(): Record<string, unknown> {
    try {
      const content: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      return typeof content === 'object' && content !== null ? { ...content } : {};
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw thrown;
    }
  }

  /** The kept settings of a role, unchecked. */
  get(role: string): unknown {
    return this.#roles[role];
  }

  /** Keeps the settings of a role, or forgets them when undefined. Resolves when they are on disk. */
  set(role: string, settings: unknown): Promise<void> {
    if (settings === undefined) delete this.#roles[role];
    else this.#roles[role] = settings;
    const text = JSON.stringify(this.#roles, undefined, 2);
    // One after the other, the newest last; a failure is told to the one whose settings they were.
    const written = this.#writing.then(() => this.#write(text));
    this.#writing = written.catch(() => {});
    return written;
  }

  async #write(text: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const partial = `${this.#path}.partial`;
    const handle = await open(partial, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, this.#path);
  }
}
