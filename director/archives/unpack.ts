import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, openSync, writeSync } from 'node:fs';
import { access, chmod, link, mkdir, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import type { ArchiveFormat } from './format.ts';
import { Layout, type Placed } from './layout.ts';
import type { ArchiveLimits } from './limits.ts';
import { type Receiver, readArchive } from './read.ts';

const folderMode = 0o755;
const ownerExecutes = 0o100;
const abandonedAfterMs = 24 * 3_600_000;

export interface UnpackOptions {
  /** Name of the archive, for messages; that of the file when left out. */
  file?: string | undefined;
  /** Folder of the archive that is to become the target; what is beside it is left out. */
  root?: string | undefined;
}

/**
 * Unpacks an archive into a folder that appears when it is complete, or not at all.
 *
 * Whoever comes second, as several nodes with the same storage do, leaves the target as it is.
 * @returns false when the target was there already
 * @throws ConpaasError of the ARCHIVE_ codes, or STORAGE_FULL; nothing is left behind then
 */
export async function unpack(
  path: string,
  format: ArchiveFormat,
  target: string,
  limits: ArchiveLimits,
  options: UnpackOptions = {},
): Promise<boolean> {
  if (await exists(target)) return false;
  const file = options.file ?? basename(path);
  const layout = new Layout({ limits, file, root: options.root });
  const partial = `${target}.partial-${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await removeAbandoned(target);
    await mkdir(partial);
    await chmod(partial, folderMode);
    const tree = new Tree(partial);
    await readArchive({ path, format, file, layout, limits }, tree);
    if (layout.files === 0) throw new ConpaasError('ARCHIVE_EMPTY', { file });
    await tree.makeLinks();
    return await moveInto(partial, target);
  } catch (thrown) {
    throw isFull(thrown) ? new ConpaasError('STORAGE_FULL', { place: dirname(target) }, { cause: thrown }) : thrown;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Makes what was placed, below a folder that nobody else writes to. */
class Tree implements Receiver {
  readonly #top: string;
  /** Made last, so that no file is ever written through one. */
  readonly #links = new Map<string, string>();

  constructor(top: string) {
    this.#top = top;
  }

  async take(placed: Placed, content: AsyncIterable<Buffer>, mode: number): Promise<void> {
    const path = join(this.#top, placed.path);
    for (const folder of placed.newFolders) await this.#makeFolder(folder);
    if (placed.replaces) await rm(path);
    this.#links.delete(placed.path);
    if (placed.kind === 'symlink') this.#links.set(placed.path, placed.target);
    if (placed.kind === 'hardlink') await link(join(this.#top, placed.target), path);
    if (placed.kind === 'file') await writeFile(path, content, mode & ownerExecutes ? 0o755 : 0o644);
  }

  async makeLinks(): Promise<void> {
    for (const [path, target] of this.#links) await symlink(target, join(this.#top, path));
  }

  async #makeFolder(folder: string): Promise<void> {
    const path = join(this.#top, folder);
    await mkdir(path);
    await chmod(path, folderMode);
  }
}

/**
 * Files of applications are many and small, and each of the four steps below waits for the thread pool when it is done
 * asynchronously: measured, that took twice as long as in place. They work on the page cache, one piece at a time.
 */
async function writeFile(path: string, content: AsyncIterable<Buffer>, mode: number): Promise<void> {
  // "wx" fails on whatever is there already, a link too.
  const file = openSync(path, 'wx', mode);
  try {
    for await (const chunk of content) writeAll(file, chunk);
    // What `open` makes of the mode depends on the umask.
    fchmodSync(file, mode);
  } finally {
    closeSync(file);
  }
}

/** The system may take less than it was given, as when the disk is about to be full. */
function writeAll(file: number, chunk: Buffer): void {
  for (let written = 0; written < chunk.length; ) written += writeSync(file, chunk, written);
}

async function moveInto(partial: string, target: string): Promise<boolean> {
  try {
    await rename(partial, target);
    return true;
  } catch (thrown) {
    if (await exists(target)) return false;
    throw thrown;
  }
}

/** Deletes what unpacking into the same target left when its program was killed. No unpacking takes a day. */
async function removeAbandoned(target: string): Promise<void> {
  const parent = dirname(target);
  const left = (await readdir(parent)).filter((name) => name.startsWith(`${basename(target)}.partial-`));
  for (const name of left) {
    const path = join(parent, name);
    // Another node may finish its own while we look.
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (changed !== undefined && Date.now() - changed > abandonedAfterMs)
      await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isFull(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
