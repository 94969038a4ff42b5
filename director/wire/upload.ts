import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { ConpaasError } from '../contract/errors.ts';
import { ProtocolError, WireError } from './errors.ts';
import { ReceivedFile } from './parameters.ts';

const fieldLimitBytes = 1024 * 1024;
const fieldLimit = 100;
const fileLimit = 8;

/** What arrived: text fields by name, and files that lie in a folder of their own. */
export interface Upload {
  fields: Record<string, unknown>;
  /** Deletes the files; resolves also when they are gone. */
  remove(): Promise<void>;
}

/** A byte size for people: "512 MB". */
function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
}

function storageError(thrown: unknown, place: string): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new ConpaasError('STORAGE_FULL', { place }, { cause: thrown })
    : thrown;
}

async function save(stream: Readable & { truncated?: boolean }, path: string, limit: number): Promise<number> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await pipeline(stream, file);
  if (stream.truncated) throw new ConpaasError('UPLOAD_TOO_LARGE', { limit: megabytes(limit) });
  return file.bytesWritten;
}

/** Makes the folder for uploads, or empties it of those that were cut off by the end of the program before. */
export async function prepareUploads(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

/**
 * Reads a multipart body, each file straight to disk.
 * @param directory existing folder in which a temporary one is made
 * @param limitBytes of one file
 * @throws ConpaasError UPLOAD_CUT, UPLOAD_TOO_LARGE or STORAGE_FULL; nothing is left on disk then
 */
export async function receiveUpload(request: IncomingMessage, directory: string, limitBytes: number): Promise<Upload> {
  const folder = await mkdtemp(join(directory, 'upload-')).catch((thrown) => {
    throw storageError(thrown, directory);
  });
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    return { fields: await readForm(request, folder, limitBytes), remove };
  } catch (thrown) {
    await remove();
    throw storageError(thrown, directory);
  }
}

async function readForm(
  request: IncomingMessage,
  folder: string,
  limitBytes: number,
): Promise<Record<string, unknown>> {
  const fields: [string, unknown][] = [];
  const saves: Promise<void>[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const parser = openParser(request, limitBytes);
      const fail = (error: unknown) => {
        request.unpipe(parser);
        // The rest is read and thrown away, so that the sender comes to read our answer.
        request.resume();
        parser.destroy();
        reject(error);
      };
      parser.on('field', (name, value, info) => {
        if (info.nameTruncated || info.valueTruncated) fail(new WireError(`The field '${name}' is too long.`));
        else fields.push([name, value]);
      });
      parser.on('file', (name, stream, info) => {
        const path = join(folder, String(saves.length));
        const saved = save(stream, path, limitBytes).then((size) => {
          fields.push([name, new ReceivedFile(basename(info.filename ?? ''), path, size)]);
        });
        saves.push(saved);
        saved.catch(fail);
      });
      parser.on('fieldsLimit', () => fail(new WireError(`An upload has at most ${fieldLimit} fields.`)));
      parser.on('filesLimit', () => fail(new WireError(`An upload has at most ${fileLimit} files.`)));
      parser.on('error', (error) => fail(new ConpaasError('UPLOAD_CUT', {}, { cause: error })));
      parser.on('close', () => Promise.all(saves).then(() => resolve(), fail));
      request.on('error', (error) => fail(new ConpaasError('UPLOAD_CUT', {}, { cause: error })));
      request.on('close', () => {
        if (!request.complete) fail(new ConpaasError('UPLOAD_CUT'));
      });
      request.pipe(parser);
    });
  } finally {
    // No file is written to any more once the folder is removed.
    await Promise.allSettled(saves);
  }
  return Object.fromEntries(fields);
}

function openParser(request: IncomingMessage, limitBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { fields: fieldLimit, fieldSize: fieldLimitBytes, files: fileLimit, fileSize: limitBytes + 1 },
    });
  } catch (thrown) {
    throw new ProtocolError(415, thrown instanceof Error ? thrown.message : 'Unknown content type');
  }
}
