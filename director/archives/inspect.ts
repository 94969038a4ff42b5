import { ConpaasError } from '../contract/errors.ts';
import { type ArchiveFormat, formatOf } from './format.ts';
import { Layout } from './layout.ts';
import type { ArchiveLimits } from './limits.ts';
import { discard, readArchive } from './read.ts';

export interface Inspection {
  format: ArchiveFormat;
  /** Files and links, without folders. */
  files: number;
  /** When unpacked. */
  bytes: number;
  /** The only thing at the top of the archive, when that is a folder. */
  subfolder: string | null;
}

/**
 * Reads an archive to its end without writing anything, with all the checks that `unpack` makes.
 * @param file its name, for messages
 * @throws ConpaasError of the ARCHIVE_ codes
 */
export async function inspect(path: string, file: string, limits: ArchiveLimits): Promise<Inspection> {
  const format = await formatOf(path, file);
  const layout = new Layout({ limits, file });
  await readArchive({ path, format, file, layout, limits }, { take: (_placed, content) => discard(content) });
  if (layout.files === 0) throw new ConpaasError('ARCHIVE_EMPTY', { file });
  return { format, files: layout.files, bytes: layout.bytes, subfolder: layout.subfolder };
}
