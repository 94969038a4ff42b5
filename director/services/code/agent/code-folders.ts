import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOf } from '../../../archives/format.ts';
import type { ArchiveLimits } from '../../../archives/limits.ts';
import { unpack } from '../../../archives/unpack.ts';
import { ConpaasError } from '../../../contract/errors.ts';
import type { UploadedFile } from '../../../wire/method.ts';
import { codeRoot, codeVersionName } from '../version-names.ts';

/**
 * The code versions of a service, a folder each. All nodes of a service may see the same folders; what an application has
 * written into its own since stays there.
 */
export class CodeFolders {
  readonly #folder: string;
  readonly #limits: ArchiveLimits;

  constructor(folder: string, limits: ArchiveLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** @throws CODE_VERSION_NOT_FOUND for a name that cannot be a version's */
  #path(version: string): string {
    if (!codeVersionName.safeParse(version).success)
      throw new ConpaasError('CODE_VERSION_NOT_FOUND', { version: version.slice(0, 100) });
    return join(this.#folder, version);
  }

  /**
   * Lays out a version whole, whatever of it is served, unless it lies there already.
   * @param root folder of it that will be served: the proxy chooses it, here it only has to exist
   * @throws ARCHIVE_… and STORAGE_FULL; ARCHIVE_PATH when there is no such root
   */
  async layOut(version: string, file: UploadedFile, root: string | undefined): Promise<void> {
    const path = this.#path(version);
    const format = await formatOf(file.path, file.filename);
    await unpack(file.path, format, path, this.#limits, { file: file.filename });
    if (root === undefined) return;
    const folder = codeRoot.safeParse(root).success ? await stat(join(path, root)).catch(() => undefined) : undefined;
    if (!folder?.isDirectory()) throw new ConpaasError('ARCHIVE_PATH', { member: root.slice(0, 200) });
  }

  /** Deletes a version; nothing happens when there is none. It disappears at once and as a whole. */
  async remove(version: string): Promise<void> {
    const path = this.#path(version);
    // Named as what `unpack` leaves when it is killed, so that it is cleaned up in the same way.
    const away = `${path}.partial-${randomBytes(6).toString('hex')}`;
    try {
      await rename(path, away);
    } catch (thrown) {
      // Another node of the service was quicker.
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw thrown;
    }
    await rm(away, { recursive: true, force: true });
  }
}
