import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack as openPack, type Pack } from 'tar-stream';

// So that the same folder gives the same bytes, wherever and whenever it is packed.
const mtime = new Date(0);

/** A folder's files, folders and links as a tar. The stream fails when one cannot be read. */
export function pack(directory: string): Readable {
  return packed((tar) => addFolder(tar, { directory, under: '' }, ''));
}

/** Some files and folders of a folder as a tar that unpacks into one folder of the given name. Fails as `pack` does. */
export function packSome(directory: string, names: readonly string[], folder: string): Readable {
  return packed(async (tar) => {
    tar.entry({ name: folder, type: 'directory', mode: 0o755, mtime });
    for (const name of [...names].sort()) await add(tar, { directory, under: `${folder}/` }, name);
  });
}

interface Source {
  directory: string;
  /** What stands before each name in the tar. */
  under: string;
}

function packed(fill: (tar: Pack) => Promise<void>): Readable {
  const tar = openPack();
  fill(tar).then(
    () => tar.finalize(),
    (thrown) => tar.destroy(thrown),
  );
  return Readable.from(tar, { objectMode: false });
}

async function addFolder(tar: Pack, source: Source, below: string): Promise<void> {
  const names = await readdir(join(source.directory, below));
  for (const name of names.sort()) await add(tar, source, below === '' ? name : `${below}/${name}`);
}

async function add(tar: Pack, source: Source, path: string): Promise<void> {
  const file = join(source.directory, path);
  const name = source.under + path;
  const found = await lstat(file);
  const mode = found.mode & 0o100 ? 0o755 : 0o644;
  if (found.isSymbolicLink()) {
    tar.entry({ name, type: 'symlink', linkname: await readlink(file), mtime });
  } else if (found.isDirectory()) {
    tar.entry({ name, type: 'directory', mode: 0o755, mtime });
    await addFolder(tar, source, path);
  } else if (found.isFile()) {
    await pipeline(createReadStream(file), tar.entry({ name, size: found.size, mode, mtime }));
  }
}
