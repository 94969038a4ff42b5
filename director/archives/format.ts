import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConpaasError } from '../contract/errors.ts';
import { bunzip2 } from './bzip2.ts';

export type ArchiveFormat = 'zip' | 'tar' | 'tar.gz' | 'tar.bz2' | 'tar.xz';

const signatures: readonly [ArchiveFormat, Buffer][] = [
  ['zip', Buffer.from('PK\x03\x04', 'latin1')],
  // A zip without any entry has only the end of its directory.
  ['zip', Buffer.from('PK\x05\x06', 'latin1')],
  ['tar.gz', Buffer.from([0x1f, 0x8b])],
  ['tar.bz2', Buffer.from('BZh', 'latin1')],
  ['tar.xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
];

/** Size of a tar header, and of the blocks that a tar consists of. */
export const tarBlock = 512;

/**
 * Recognises an archive by its content.
 * @param file its name, for messages
 * @throws ConpaasError ARCHIVE_FORMAT, ARCHIVE_EMPTY or ARCHIVE_DAMAGED
 */
export async function formatOf(path: string, file: string): Promise<ArchiveFormat> {
  const head = await firstBytes(path);
  if (head.length === 0) throw new ConpaasError('ARCHIVE_EMPTY', { file });
  const packed = signatures.find(([, signature]) => head.subarray(0, signature.length).equals(signature))?.[0];
  if (packed === 'zip') return packed;
  const format = packed ?? 'tar';
  const block = packed === undefined ? head : await firstUnpacked(path, packed, file);
  if (!isTarHeader(block)) throw new ConpaasError('ARCHIVE_FORMAT');
  return format;
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(tarBlock), 0, tarBlock, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function firstUnpacked(path: string, format: ArchiveFormat, file: string): Promise<Buffer> {
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of openTar(path, format)) {
      head = Buffer.concat([head, chunk]);
      if (head.length >= tarBlock) break;
    }
  } catch (thrown) {
    throw damaged(thrown, file);
  }
  return head.subarray(0, tarBlock);
}

/** The sum over a header's bytes, with those of the sum itself taken as blanks, is written in it. All zeros end a tar. */
function isTarHeader(block: Buffer): boolean {
  if (block.length < tarBlock) return false;
  const field = block.subarray(148, 156);
  const written = Number.parseInt(field.toString('latin1').replace(/\0/g, ' ').trim(), 8);
  const sum = block.reduce((total, byte) => total + byte, 0) - field.reduce((total, byte) => total + byte, 0);
  return block.every((byte) => byte === 0) || sum + 8 * 0x20 === written;
}

/** The tar inside of an archive, decompressed while it is read; destroying the stream closes the file. */
export function openTar(path: string, format: ArchiveFormat): Readable {
  const source = createReadStream(path);
  if (format === 'tar.bz2') return Readable.from(bunzip2(source), { objectMode: false });
  if (format === 'tar.xz') return Readable.from(unxz(source), { objectMode: false });
  if (format !== 'tar.gz') return source;
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

async function* unxz(source: Readable): AsyncGenerator<Buffer> {
  // Loaded when it is needed, which is seldom: it carries its WebAssembly as a text.
  const { default: xz } = await import('xz-decompress');
  // The package keeps a lock until its stream was read to the end or given back; leaving the loop gives it back.
  for await (const chunk of new xz.XzReadableStream(Readable.toWeb(source) as ReadableStream<Uint8Array>)) {
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

/** What went wrong while reading, as the error for the user: our own stays as it is. */
export function damaged(thrown: unknown, file: string): ConpaasError {
  if (thrown instanceof ConpaasError) return thrown;
  // Some libraries end their messages with a period, as the error's own text does.
  const why = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, '');
  return new ConpaasError('ARCHIVE_DAMAGED', { file, why }, { cause: thrown });
}
