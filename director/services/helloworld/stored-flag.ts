import { access, writeFile } from 'node:fs/promises';

/** Something that was done once, remembered over restarts by a file. */
export class StoredFlag {
  readonly #path: string;
  #value = false;

  constructor(path: string) {
    this.#path = path;
  }

  get value(): boolean {
    return this.#value;
  }

  async set(): Promise<void> {
    await writeFile(this.#path, '', { mode: 0o600 });
    this.#value = true;
  }

  async read(): Promise<void> {
    this.#value = await access(this.#path).then(
      () => true,
      () => false,
    );
  }
}
