import { lstat, mkdir, readdir, rename, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../../contract/errors.ts';
import type { CloudVolume, StorageOwner, VolumeSpec } from '../cloud.ts';
import type { InstanceFolder } from './instance-folder.ts';
import { fileSystemsWork, isMounted, makeImage, mountedBelow, mountImage, unmountImage } from './mounts.ts';
import {
  type FoundVolume,
  listVolumes,
  makeVolumeFolder,
  removeOwnerFolder,
  removeVolumeFolder,
  type VolumeRecord,
  writeVolume,
} from './volume-folder.ts';

const descriptions: Record<VolumeRecord['kind'], CloudVolume> = {
  'file-system': { kept: 'A file of that size with a file system of its own, mounted', watched: false },
  folder: {
    kept: 'A folder on the disk of this computer. Its size is watched: scripts that exceed it are ended',
    watched: true,
  },
};

/**
 * Volumes on this computer. A volume is a file with a file system where this user may mount one, else a folder that is moved
 * into the instance which has it.
 */
export class LocalVolumes {
  readonly #directory: string;
  #kind: Promise<VolumeRecord['kind']> | undefined;

  /** @param wanted "folders" leaves file systems alone even where they could be mounted */
  constructor(directory: string, wanted: 'auto' | 'folders' = 'auto') {
    this.#directory = directory;
    if (wanted === 'folders') this.#kind = Promise.resolve('folder');
  }

  /** How volumes are kept here. */
  kind(): Promise<VolumeRecord['kind']> {
    this.#kind ??= fileSystemsWork(this.#directory).then((works) => (works ? 'file-system' : 'folder'));
    return this.#kind;
  }

  async create({ id, name, owner, megabytes }: VolumeSpec, signal: AbortSignal): Promise<CloudVolume> {
    if (await this.find(id)) throw new ConpaasError('VOLUME_FAILED', { name, deed: 'made', why: 'it exists already' });
    const kind = await this.kind();
    signal.throwIfAborted();
    const folder = await makeVolumeFolder(this.#directory, owner, id);
    const volume: FoundVolume = { folder, record: { id, name, megabytes, kind, inode: '', attached: null } };
    try {
      await writeVolume(volume);
      await this.#requireSpace(megabytes);
      if (kind === 'file-system') await makeImage(folder.image, megabytes * 2 ** 20);
      else volume.record.inode = await makeContent(folder.content);
      await writeVolume(volume);
      signal.throwIfAborted();
      return descriptions[kind];
    } catch (error) {
      await removeVolumeFolder(folder);
      throw this.#explained(name, 'made', error);
    }
  }

  async find(id: string): Promise<FoundVolume | undefined> {
    return (await listVolumes(this.#directory)).find(({ record }) => record.id === id);
  }

  /** @param name under which the instance finds it */
  async attach(volume: FoundVolume, instance: InstanceFolder, name: string): Promise<void> {
    const { record } = volume;
    const { vmid } = instance;
    if (record.attached !== null && record.attached.vmid !== vmid) {
      const why = `the instance ${record.attached.vmid} has it`;
      throw new ConpaasError('VOLUME_FAILED', { name: record.name, deed: 'attached', why });
    }
    record.attached = { vmid, name };
    // Written first: whoever destroys the instance takes the volume away from it before.
    await writeVolume(volume);
    try {
      await place(volume, instance, name);
    } catch (error) {
      throw this.#explained(record.name, 'attached', error);
    }
  }

  /** Takes a volume away from its instance. @throws VOLUME_FAILED while programs use it */
  async detach(volume: FoundVolume, instance: InstanceFolder | undefined): Promise<void> {
    const { folder, record } = volume;
    try {
      if (record.kind === 'file-system') await unmountImage(folder.image);
      else if (instance) await takeBack(volume, instance);
      record.attached = null;
      await writeVolume(volume);
    } catch (error) {
      throw this.#explained(record.name, 'detached', error);
    }
  }

  /** Takes all volumes away from an instance that ended. Afterwards nothing of them is left in its folder. */
  async detachAll(instance: InstanceFolder): Promise<void> {
    for (const volume of await listVolumes(this.#directory))
      if (volume.record.attached?.vmid === instance.vmid) await this.detach(volume, instance);
  }

  /** After a restart of the computer nothing is mounted any more. */
  async attachAgain(instance: InstanceFolder): Promise<void> {
    for (const volume of await listVolumes(this.#directory)) {
      const { attached } = volume.record;
      if (attached?.vmid === instance.vmid) await this.attach(volume, instance, attached.name);
    }
  }

  /** @throws VOLUME_FAILED while an instance has it */
  async destroy(volume: FoundVolume): Promise<void> {
    const { folder, record } = volume;
    const used = record.attached !== null || (await isMounted(folder.image));
    if (!used) return removeVolumeFolder(folder);
    const why = `the instance ${record.attached?.vmid ?? ''} has it`;
    throw new ConpaasError('VOLUME_FAILED', { name: record.name, deed: 'deleted', why });
  }

  /** Deletes the volumes of an owner whose instances are gone. */
  async destroyAll(owner: StorageOwner): Promise<void> {
    for (const volume of await listVolumes(this.#directory, owner)) {
      await this.detach(volume, undefined);
      await this.destroy(volume);
    }
    await removeOwnerFolder(this.#directory, owner);
  }

  async #requireSpace(megabytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#directory);
    if (bavail * bsize < megabytes * 2 ** 20) throw new ConpaasError('STORAGE_FULL', { place: this.#directory });
  }

  #explained(name: string, deed: string, error: unknown): unknown {
    if (error instanceof ConpaasError) return error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || /No space left/.test(message))
      return new ConpaasError('STORAGE_FULL', { place: this.#directory }, { cause: error });
    const why = /busy/.test(message) ? 'a program still uses it' : message.replace(/[.\s]+$/, '');
    return new ConpaasError('VOLUME_FAILED', { name, deed, why }, { cause: error });
  }
}

async function makeContent(path: string): Promise<string> {
  await mkdir(path, { mode: 0o700 });
  return inodeOf(path);
}

async function inodeOf(path: string): Promise<string> {
  return String((await lstat(path, { bigint: true })).ino);
}

async function place({ folder, record }: FoundVolume, instance: InstanceFolder, name: string): Promise<void> {
  const target = join(instance.media, name);
  if (record.kind === 'folder') {
    if (await exists(folder.content)) await rename(folder.content, target);
    return;
  }
  if (await isMounted(folder.image)) return;
  await mkdir(target, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await mountImage(folder.image, target);
}

/** A program of the instance may have renamed the folder, or deleted it with all that was in it. */
async function takeBack(volume: FoundVolume, instance: InstanceFolder): Promise<void> {
  const { folder, record } = volume;
  if (await exists(folder.content)) return;
  const names = await readdir(instance.media).catch(() => []);
  for (const name of names) {
    const path = join(instance.media, name);
    const entry = await lstat(path, { bigint: true });
    if (!entry.isDirectory() || String(entry.ino) !== record.inode) continue;
    return rename(path, folder.content);
  }
  record.inode = await makeContent(folder.content);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** @throws VOLUME_FAILED where a volume would be deleted with the folder of an instance */
export async function requireNothingMounted({ media, name }: InstanceFolder): Promise<void> {
  if (!(await mountedBelow(media))) return;
  throw new ConpaasError('VOLUME_FAILED', { name, deed: 'detached', why: `something is mounted in ${media}` });
}
