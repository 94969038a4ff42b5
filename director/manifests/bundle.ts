import { createWriteStream } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inspect } from '../archives/inspect.ts';
import type { ArchiveLimits } from '../archives/limits.ts';
import { unpack } from '../archives/unpack.ts';
import { ConpaasError } from '../contract/errors.ts';
import { manifestLimits } from '../contract/manifest.ts';
import { FolderFiles, type ManifestFiles } from './manifest-files.ts';

const manifestName = 'manifest.json';
/** In UTF-8 a character has at most four bytes. */
const manifestBytes = manifestLimits.characters * 4;

/**
 * Unpacks a bundle below a folder and reads its manifest.
 * @param filename of the archive, for messages
 * @throws MANIFEST_BUNDLE, ARCHIVE_…, UPLOAD_TOO_LARGE, UPLOAD_CUT, STORAGE_FULL
 */
export async function readBundle(
  stream: Readable,
  filename: string,
  folder: string,
  limits: ArchiveLimits,
): Promise<{ text: string; files: ManifestFiles }> {
  const archive = join(folder, 'bundle');
  await receive(stream, archive, limits.bytes);
  const { format } = await inspect(archive, filename, limits);
  const unpacked = join(folder, 'files');
  await unpack(archive, format, unpacked, limits, { file: filename });
  await rm(archive);
  const top = await findTop(unpacked, filename);
  return { text: await readFile(join(top, manifestName), 'utf8'), files: new FolderFiles(top) };
}

async function receive(stream: Readable, path: string, limit: number): Promise<void> {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      const tooLarge = () => new ConpaasError('UPLOAD_TOO_LARGE', { limit: `${Math.round(limit / 1024 / 1024)} MB` });
      done(bytes > limit ? tooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(stream, counted, createWriteStream(path, { mode: 0o600 }));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')
      throw new ConpaasError('STORAGE_FULL', { place: 'the data of the Director' }, { cause: thrown });
    throw thrown;
  }
}

/** Where manifest.json is: at the top, or in the only folder there, as many programs pack a folder as a whole. */
async function findTop(unpacked: string, file: string): Promise<string> {
  const entries = await readdir(unpacked, { withFileTypes: true });
  const [only, second] = entries.filter((entry) => entry.isDirectory());
  const tops = [unpacked, ...(only && !second ? [join(unpacked, only.name)] : [])];
  for (const top of tops) {
    const found = await new FolderFiles(top).kind(manifestName);
    if (found !== 'file') continue;
    const { size } = await stat(join(top, manifestName));
    if (size > manifestBytes)
      throw new ConpaasError('UPLOAD_TOO_LARGE', { limit: `${manifestBytes} bytes (${manifestName})` });
    return top;
  }
  throw new ConpaasError('MANIFEST_BUNDLE', { file });
}
