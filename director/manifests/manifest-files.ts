import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pack } from '../archives/pack.ts';
import { ConpaasError } from '../contract/errors.ts';

export interface ManifestFile {
  filename: string;
  stream: Readable;
}

/** What lies beside a manifest. Paths are relative, with slashes, as `sourceOf` gives them. */
export interface ManifestFiles {
  kind(path: string): Promise<'file' | 'folder' | undefined>;
  /** A folder comes as a tar of what is in it. @throws MANIFEST_FILE_MISSING */
  open(path: string): Promise<ManifestFile>;
}

/** The files of a folder; a link that leads out of it is as good as missing. */
export class FolderFiles implements ManifestFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async kind(path: string): Promise<'file' | 'folder' | undefined> {
    const found = await this.#find(path);
    const kind = found === undefined ? undefined : await stat(found);
    if (kind?.isFile()) return 'file';
    return kind?.isDirectory() ? 'folder' : undefined;
  }

  async open(path: string): Promise<ManifestFile> {
    const found = await this.#find(path);
    const kind = await this.kind(path);
    if (found === undefined || kind === undefined) throw new ConpaasError('MANIFEST_FILE_MISSING', { path });
    const name = basename(path);
    if (kind === 'folder') return { filename: `${name}.tar`, stream: pack(found) };
    return { filename: name, stream: createReadStream(found) };
  }

  async #find(path: string): Promise<string | undefined> {
    try {
      const top = await realpath(this.#folder);
      const found = await realpath(join(top, path));
      return found.startsWith(`${top}${sep}`) ? found : undefined;
    } catch {
      return undefined;
    }
  }
}
