import { type ArchiveFormat, damaged } from './format.ts';
import type { Layout, Placed } from './layout.ts';
import type { ArchiveLimits } from './limits.ts';
import type { Member } from './member.ts';
import { tarMembers } from './tar-members.ts';
import { zipMembers } from './zip-members.ts';

/** An archive and how it is to be read. */
export interface Archive {
  path: string;
  format: ArchiveFormat;
  /** Its name, for messages. */
  file: string;
  layout: Layout;
  limits: ArchiveLimits;
}

/** Receives what an archive holds, in its order. */
export interface Receiver {
  /** A file's content must be read to its end; it counts against the limits while it is read. */
  take(placed: Placed, content: AsyncIterable<Buffer>, mode: number): Promise<void>;
}

async function* counted(content: AsyncIterable<Buffer>, layout: Layout): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    layout.count(chunk.length);
    yield chunk;
  }
}

/** Reads to the end and keeps nothing. */
export async function discard(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}

/**
 * Goes through an archive once, checking every member before it is handed on.
 * @throws ConpaasError of the ARCHIVE_ codes, or what the receiver throws
 */
export async function readArchive(archive: Archive, receiver: Receiver): Promise<void> {
  const { path, format, file, layout, limits } = archive;
  const members = format === 'zip' ? zipMembers(path) : tarMembers(path, format, limits);
  try {
    for (let member = await next(members, file); member; member = await next(members, file)) {
      const { content, mode } = member;
      const placed = layout.place(member);
      const bytes = counted(readable(content, file), layout);
      if (placed) await receiver.take(placed, bytes, mode);
      // Also what is left out is unpacked and counted, as the limits are those of the archive.
      else await discard(bytes);
    }
  } finally {
    await members.return(undefined);
  }
}

async function next(members: AsyncGenerator<Member>, file: string): Promise<Member | undefined> {
  try {
    const { value, done } = await members.next();
    return done ? undefined : value;
  } catch (thrown) {
    throw damaged(thrown, file);
  }
}

/** Tells failures of reading from those of whoever writes the bytes elsewhere. */
async function* readable(content: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  const chunks = content[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await chunks.next().catch((thrown) => {
        throw damaged(thrown, file);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}
