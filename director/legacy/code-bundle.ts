import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';

export interface CodeBundleOptions {
  /** The folder of the program. */
  root: string;
  /** What of it managers and agents need: files, and folders with all that is in them. */
  names: readonly string[];
  pack: (directory: string, names: readonly string[], folder: string) => Readable;
}

/** The programs of managers and agents as a tar.gz. The same programs give the same bytes. */
export class CodeBundle {
  readonly #options: CodeBundleOptions;
  #made: { stamp: string; content: Promise<Buffer> } | undefined;

  constructor(options: CodeBundleOptions) {
    this.#options = options;
  }

  /** Packed when it is first asked for, and again when a file has changed since. */
  async read(): Promise<Buffer> {
    const stamp = await this.#stamp();
    if (this.#made?.stamp !== stamp) {
      const made = { stamp, content: this.#pack() };
      this.#made = made;
      made.content.catch(() => {
        if (this.#made === made) this.#made = undefined;
      });
    }
    return this.#made.content;
  }

  #pack(): Promise<Buffer> {
    const { root, names, pack } = this.#options;
    const tar = pack(root, names, 'ConPaaS');
    const gzip = createGzip({ level: 9 });
    tar.once('error', (error) => gzip.destroy(error));
    return buffer(tar.pipe(gzip));
  }

  /** Changes with every file, by sizes and times. */
  async #stamp(): Promise<string> {
    const { root, names } = this.#options;
    const files = await Promise.all(names.map((name) => filesOf(join(root, name))));
    const stamps = files.flat().map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return `${file} ${size} ${mtimeMs}`;
    });
    return (await Promise.all(stamps)).join('\n');
  }
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names.map((name) => join(path, name));
}
