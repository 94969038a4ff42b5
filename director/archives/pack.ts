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
  const tar = openPack();
  addFolder(tar, directory, '').then(
    () => tar.finalize(),
    (thrown) => tar.destroy(thrown),
  );
  return Readable.from(tar, { objectMode: false });
}

async function addFolder(tar: Pack, directory: string, below: string): Promise<void> {
  const names = await readdir(join(directory, below));
  for (const name of names.sort()) await add(tar, directory, below === '' ? name : `${below}/${name}`);
}

async function add(tar: Pack, directory: string, name: string): Promise<void> {
  const path = join(directory, name);
  const found = await lstat(path);
  const mode = found.mode & 0o100 ? 0o755 : 0o644;
  if (found.isSymbolicLink()) {
    tar.entry({ name, type: 'symlink', linkname: await readlink(path), mtime });
  } else if (found.isDirectory()) {
    tar.entry({ name, type: 'directory', mode: 0o755, mtime });
    await addFolder(tar, directory, name);
  } else if (found.isFile()) {
    await pipeline(createReadStream(path), tar.entry({ name, size: found.size, mode, mtime }));
  }
}
