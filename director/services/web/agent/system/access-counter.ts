import { open } from 'node:fs/promises';

const chunkBytes = 256 * 1024;

/** Counts requests and failures from what a server appends to its access log. */
export class AccessCounter {
  readonly #file: string;
  readonly #status: RegExp;
  #offset = 0;
  #rest = '';
  #requests = 0;
  #errors = 0;
  #reading: Promise<void> = Promise.resolve();

  /** @param status finds the HTTP status of a line as its first group */
  constructor(file: string, status: RegExp) {
    this.#file = file;
    this.#status = status;
  }

  /** Reads what was added since it was asked last. */
  async count(): Promise<{ requests: number; errors: number }> {
    this.#reading = this.#reading.then(() => this.#read());
    await this.#reading;
    return { requests: this.#requests, errors: this.#errors };
  }

  async #read(): Promise<void> {
    const handle = await open(this.#file, 'r').catch(() => undefined);
    // No log yet: nothing was asked.
    if (!handle) return;
    try {
      const { size } = await handle.stat();
      if (size < this.#offset) this.#restart();
      const buffer = Buffer.alloc(chunkBytes);
      while (this.#offset < size) {
        const { bytesRead } = await handle.read({ buffer, position: this.#offset });
        if (bytesRead === 0) return;
        this.#offset += bytesRead;
        this.#take(buffer.toString('latin1', 0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  /** The log was rotated. */
  #restart(): void {
    this.#offset = 0;
    this.#rest = '';
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const status = this.#status.exec(line)?.[1];
      if (status === undefined) continue;
      this.#requests += 1;
      if (Number(status) >= 500) this.#errors += 1;
    }
  }
}
