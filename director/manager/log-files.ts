import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import { createLogger, type FileLogger } from '../logging/create-logger.ts';

/** What is read of a log for one answer; a file is put aside before it grows much beyond it. */
const shownBytes = 1024 * 1024;
const fileBytes = 1_000_000;
const filesKept = 3;

/** The manager's log and one for each service: cpsmanager.log, cpsmanager1.log, … (reference §1). */
export class LogFiles {
  readonly #directory: string;
  readonly #loggers = new Map<number, FileLogger>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @param sid 0 for the application's */
  logger(sid: number): FileLogger {
    const open = this.#loggers.get(sid);
    if (open) return open;
    const options = { directory: this.#directory, name: nameOf(sid), maxBytes: fileBytes, keep: filesKept };
    const logger = createLogger(options);
    this.#loggers.set(sid, logger);
    return logger;
  }

  /** The log as people read it, its end where it is long. @throws LOG_NOT_FOUND */
  async read(sid: number): Promise<string> {
    const name = `${nameOf(sid)}.log`;
    try {
      const { text, cut } = await readEnd(join(this.#directory, name));
      const lines = text.split('\n').filter((line) => line !== '');
      return lines
        .slice(cut ? 1 : 0)
        .map((line) => `${readable(line)}\n`)
        .join('');
    } catch (thrown) {
      throw new ConpaasError('LOG_NOT_FOUND', { logs: name }, { cause: thrown });
    }
  }

  /** Lets go of the log of a service that is no more; the file stays until the instance goes. */
  close(sid: number): void {
    this.#loggers.get(sid)?.close();
    this.#loggers.delete(sid);
  }
}

function nameOf(sid: number): string {
  return sid === 0 ? 'cpsmanager' : `cpsmanager${sid}`;
}

async function readEnd(path: string): Promise<{ text: string; cut: boolean }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - shownBytes);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    return { text: buffer.toString('utf8', 0, bytesRead), cut: start > 0 };
  } finally {
    await file.close();
  }
}

/** A line of JSON as "2026-01-31T12:00:00.000Z INFO text". */
function readable(line: string): string {
  try {
    const { time, level, msg } = JSON.parse(line);
    return `${time} ${String(level).toUpperCase()} ${msg ?? ''}`;
  } catch {
    return line;
  }
}
