import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** At most this much of a log goes into one answer. */
const answerLimitBytes = 4 * 1024 * 1024;
const defaultTailBytes = 1024 * 1024;

function isMissing(thrown: unknown): boolean {
  return (thrown as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Number of bytes at the start of `bytes` that continue a character that begins before. */
function continuation(bytes: Buffer): number {
  let count = 0;
  while (count < Math.min(3, bytes.length) && ((bytes[count] ?? 0) & 0xc0) === 0x80) count += 1;
  return count;
}

/** Number of bytes at the end that begin a character which is not written to its end yet. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

export interface LogExtract {
  log: string;
  /** Where to go on reading, in bytes: the size of the file up to its last whole character. */
  size: number;
}

/**
 * Reads a part of a log. A log that is not there yet is empty.
 * @param part `offset`: from there on, or from the start when the file has become shorter; `tail`: so many bytes at the end
 */
export async function readLog(file: string, part: { tail?: number; offset?: number }): Promise<LogExtract> {
  const handle = await open(file, 'r').catch((thrown: unknown) => {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  });
  if (!handle) return { log: '', size: 0 };
  try {
    const { size } = await handle.stat();
    const wanted = part.offset === undefined ? size - (part.tail ?? defaultTailBytes) : part.offset;
    const from = Math.max(0, wanted > size ? 0 : wanted, size - answerLimitBytes);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - from), position: from });
    const bytes = buffer.subarray(0, bytesRead);
    const end = bytesRead - unfinished(bytes);
    return { log: bytes.subarray(continuation(bytes), end).toString('utf8'), size: from + end };
  } finally {
    await handle.close();
  }
}

/** The last line of a file that has text, at most 300 characters; empty when there is none. */
export function lastLine(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const bytes = Buffer.alloc(Math.min(size, 4096));
      readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
      return bytes.toString('utf8').trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // No such file: the program said nothing.
    return '';
  }
}
