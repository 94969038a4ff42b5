import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { type Member, noContent } from './member.ts';

// Type bits of a Unix mode, as zip programs on Unix write them into the upper half of the external attributes.
const typeMask = 0o170000;
const symlinkType = 0o120000;
const special = new Map([
  [0o010000, 'fifo'],
  [0o020000, 'character device'],
  [0o060000, 'block device'],
  [0o140000, 'socket'],
]);
const madeOnUnix = [3, 19];
const linkLimitBytes = 4096;

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) throw new Error(`"${nameOf(entry)}" is protected by a password`);
  const stream = await zip.openReadStreamPromise(entry);
  let checksum = 0;
  for await (const chunk of stream) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.crc32) throw new Error(`"${nameOf(entry)}" has a wrong checksum`);
}

function nameOf(entry: Entry): string {
  // Windows programs of some years write backslashes for slashes, which this undoes.
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of content) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length > linkLimitBytes) throw new Error('a link in it has a target longer than any path');
  }
  return bytes.toString('utf8');
}

async function memberOf(zip: ZipFile, entry: Entry): Promise<Member> {
  const name = nameOf(entry);
  const unixMode = madeOnUnix.includes(entry.versionMadeBy >> 8) ? entry.externalFileAttributes >>> 16 : 0;
  const type = unixMode & typeMask;
  const mode = unixMode & 0o777;
  const what = special.get(type);
  if (what !== undefined) return { name, kind: 'special', mode, what, content: noContent() };
  if (type === symlinkType) {
    return { name, kind: 'symlink', mode, target: await textOf(contentOf(zip, entry)), content: noContent() };
  }
  if (name.endsWith('/')) return { name, kind: 'folder', mode, content: noContent() };
  return { name, kind: 'file', mode, content: contentOf(zip, entry) };
}

/** The members of a zip in the order of its directory. Leaving the loop closes the file. */
export async function* zipMembers(path: string): AsyncGenerator<Member> {
  // Names stay bytes here, as our own check of them (safe-path.ts) has an error for the user.
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) yield await memberOf(zip, entry);
  } finally {
    zip.close();
  }
}
