import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { TransportRequest } from '../contract/client.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Connection } from './connection.ts';
import { connectionFailure } from './connection-failure.ts';

/**
 * The name in the current folder for a file of the server: its last part only, so that the server chooses no folder, and
 * without what a file system or a terminal would act on.
 */
export function downloadName(filename: string, otherwise: string): string {
  const last =
    filename
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[\p{Cc}:*?"<>|]/gu, '_')
      .trim() ?? '';
  return last === '' || last === '.' || last === '..' ? otherwise : last;
}

/** Why a new file cannot be made. */
export function unwritable(file: string, error: unknown): ConpaasError {
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
    return new ConpaasError('FILE_EXISTS', { file });
  return new ConpaasError('FILE_UNWRITABLE', { file, why });
}

/**
 * Writes an answer to a file as it comes. A file that is there is replaced only with `force`, and then only by a whole one; of a
 * download that was cut off nothing stays.
 * @returns bytes written
 * @throws ConpaasError FILE_EXISTS, FILE_UNWRITABLE, DIRECTOR_UNREACHABLE, or what the Director refuses it with
 */
export async function writeDownload(
  connection: Connection,
  request: TransportRequest,
  file: string,
  force: boolean,
): Promise<number> {
  const place = force ? `${file}.${process.pid}.part` : file;
  const handle = await open(place, 'wx').catch((error) => {
    throw unwritable(file, error);
  });
  try {
    const answer = await connection.open(request);
    const target = handle.createWriteStream();
    await pipeline(answer, target);
    if (force) await rename(place, file);
    return target.bytesWritten;
  } catch (error) {
    await handle.close();
    await rm(place, { force: true });
    if (error instanceof ConpaasError) throw error;
    // Only a connection is reset: what fails otherwise is the disk.
    const reset = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
    throw reset ? connectionFailure(connection.url, error) : unwritable(file, error);
  }
}
