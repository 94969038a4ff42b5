/** One entry of an archive, as it is written there: nothing of it is checked yet. */
export interface Member {
  name: string;
  kind: 'file' | 'folder' | 'symlink' | 'hardlink' | 'special';
  /** Permission bits; 0 when the archive has none. */
  mode: number;
  /** Where a link points. */
  target?: string;
  /** What a special member is, for people: "character device". */
  what?: string;
  /** The bytes of a file; must be read to the end or left before the next member is asked for. */
  content: AsyncIterable<Buffer>;
}

export async function* noContent(): AsyncGenerator<Buffer> {}
