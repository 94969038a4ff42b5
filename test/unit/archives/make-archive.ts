import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { peers } from '../../peers.ts';

/** What tests put into an archive. */
export interface Entry {
  name: string;
  content?: string | Buffer;
  type?: 'file' | 'directory' | 'symlink' | 'link' | 'fifo' | 'character-device' | 'block-device';
  linkname?: string;
  mode?: number;
  pax?: Record<string, string>;
}

export async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = '', ...header } of entries) {
    const bytes = Buffer.from(content);
    const filled = header.type === undefined || header.type === 'file';
    tar.entry({ mtime: new Date(0), ...header }, filled ? bytes : '');
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type Format = 'tar' | 'tar.gz' | 'tar.bz2' | 'tar.xz';

export const compressions: Record<Format, (tar: Buffer) => Buffer> = {
  tar: (tar: Buffer) => tar,
  'tar.gz': (tar: Buffer) => gzipSync(tar),
  'tar.bz2': (tar: Buffer) => execFileSync('bzip2', ['-1c'], { input: tar, maxBuffer: 2 ** 30 }),
  'tar.xz': (tar: Buffer) => execFileSync('xz', ['-0c'], { input: tar, maxBuffer: 2 ** 30 }),
};

const formats: Format[] = ['tar', 'tar.gz', 'tar.bz2', 'tar.xz'];
const compressors: Partial<Record<Format, string>> = { 'tar.bz2': 'bzip2', 'tar.xz': 'xz' };

/** Of these formats, or of all, those that can be made here. */
export function makeable(wanted: readonly Format[] = formats): Format[] {
  return wanted.filter((format) => {
    const compressor = compressors[format];
    return compressor === undefined || peers(compressor);
  });
}

/** One entry of a zip, written byte by byte, so that it can also say what is not true. */
export interface ZipEntry {
  name: string | Buffer;
  content?: string | Buffer;
  /** Whole Unix mode with type bits; left out: made on Windows. */
  unixMode?: number;
  encrypted?: boolean;
  /** What the headers claim instead of the truth. */
  claimedSize?: number;
  claimedChecksum?: number;
  method?: number;
}

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? '');
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.encrypted ? 1 : 0) | 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(entry.claimedChecksum ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.claimedSize ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const head = Buffer.alloc(20);
    head.write('PK\x01\x02', 'latin1');
    head.writeUInt16LE(entry.unixMode === undefined ? 20 : (3 << 8) | 20, 4);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.unixMode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([head.subarray(0, 6), common, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

export async function saved(path: string, bytes: Buffer): Promise<string> {
  await writeFile(path, bytes);
  return path;
}
