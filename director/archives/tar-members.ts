import { Transform, type TransformCallback } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { type ArchiveFormat, openTar, tarBlock } from './format.ts';
import { type ArchiveLimits, tooLarge } from './limits.ts';
import type { Member } from './member.ts';

const kinds: Partial<Record<string, Member['kind']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'symlink',
  link: 'hardlink',
};

// A member's header and padding, and as much again for a long name.
const blocksBesideContent = 4;

/**
 * Lets a tar through. Fails when there is far more of it than its members may hold, as in gigabytes of empty blocks; and at its
 * end unless that is marked by zeros, since without them the tar was cut off between two members.
 */
class WholeTar extends Transform {
  readonly #limits: ArchiveLimits;
  readonly #mostBytes: number;
  #bytes = 0;
  #last = Buffer.alloc(0);

  constructor(limits: ArchiveLimits) {
    super();
    this.#limits = limits;
    this.#mostBytes = limits.bytes + (limits.files + 1) * blocksBesideContent * tarBlock;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    const tail = chunk.length >= tarBlock ? chunk : Buffer.concat([this.#last, chunk]);
    this.#last = Buffer.from(tail.subarray(-tarBlock));
    if (this.#bytes > this.#mostBytes) done(tooLarge(this.#limits));
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const whole = this.#last.length === tarBlock && this.#last.every((byte) => byte === 0);
    done(whole ? null : new Error('it ends in the middle'));
  }
}

// Tars from before POSIX have no magic word. The package's types leave the option out.
const alsoWithoutMagic: Parameters<typeof extract>[0] & { allowUnknownFormat: boolean } = { allowUnknownFormat: true };

async function* buffersOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of entry) if (Buffer.isBuffer(chunk)) yield chunk;
}

function memberOf(header: Header, content: AsyncIterable<Buffer>): Member {
  const { name, type, linkname, mode = 0, pax } = header;
  const sparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse.'));
  const kind = (!sparse && kinds[String(type)]) || 'special';
  const what = sparse ? 'sparse file' : (type ?? 'member of an unknown type').replace('-', ' ');
  return { name, kind, mode, what, content, ...(linkname ? { target: linkname } : {}) };
}

/** The members of a tar, one after another. Leaving the loop closes the file. */
export async function* tarMembers(path: string, format: ArchiveFormat, limits: ArchiveLimits): AsyncGenerator<Member> {
  const source = openTar(path, format);
  const checked = new WholeTar(limits);
  const reader = extract(alsoWithoutMagic);
  source.on('error', (error) => checked.destroy(error));
  checked.on('error', (error) => reader.destroy(error));
  source.pipe(checked).pipe(reader);
  try {
    for await (const entry of reader) {
      yield memberOf(entry.header, buffersOf(entry));
      entry.resume();
    }
  } finally {
    source.destroy();
    checked.destroy();
    reader.destroy();
  }
}
