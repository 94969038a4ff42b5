import { open, stat } from 'node:fs/promises';

const characters = 2000;

/** What is written to logs from a moment on. */
export class LogEnd {
  readonly #marks: readonly { path: string; size: number }[];

  private constructor(marks: readonly { path: string; size: number }[]) {
    this.#marks = marks;
  }

  static async mark(...paths: string[]): Promise<LogEnd> {
    return new LogEnd(await Promise.all(paths.map(async (path) => ({ path, size: await sizeOf(path) }))));
  }

  /** Its last 2000 characters, one log after the other. */
  async read(): Promise<string> {
    const texts = await Promise.all(this.#marks.map(({ path, size }) => textFrom(path, size)));
    return texts.filter(Boolean).join('\n').slice(-characters);
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function textFrom(path: string, from: number): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    // The log may have been emptied meanwhile.
    const start = Math.max(size < from ? 0 : from, size - characters * 4);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await file.close();
  }
}
