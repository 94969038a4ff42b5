import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { StorageOwner } from '../cloud.ts';
import { replaceFile, vmidForm } from './instance-folder.ts';

/** `volume.json`: written before anything is made and completed after. */
const volumeRecord = z.object({
  id: z.string(),
  name: z.string(),
  megabytes: z.int().positive(),
  kind: z.enum(['file-system', 'folder']),
  /** Of the folder that holds what is on the volume, so that it is found again when a program renamed it. */
  inode: z.string(),
  /** The instance that has it, and the name under which. */
  attached: z.object({ vmid: z.string(), name: z.string() }).nullable(),
});
export type VolumeRecord = z.infer<typeof volumeRecord>;

/** What there is of one volume on this computer. No instance sees it. */
export interface VolumeFolder {
  path: string;
  record: string;
  /** Of the kind "file-system". */
  image: string;
  /** Of the kind "folder": what is on it, while it is attached to nothing. */
  content: string;
}

export interface FoundVolume {
  folder: VolumeFolder;
  record: VolumeRecord;
}

/** Beside the storage of services and not in it, as programs of a service can change what is there. */
export function volumesDirectory(storageDirectory: string): string {
  return join(dirname(storageDirectory), 'volumes');
}

function ownerFolder(directory: string, { aid, sid }: Pick<StorageOwner, 'aid' | 'sid'>): string {
  return join(directory, `a${aid}`, ...(sid === null ? [] : [`s${sid}`]));
}

function volumeFolder(path: string): VolumeFolder {
  return { path, record: join(path, 'volume.json'), image: join(path, 'image'), content: join(path, 'content') };
}

export async function makeVolumeFolder(directory: string, owner: StorageOwner, id: string): Promise<VolumeFolder> {
  const folder = volumeFolder(join(ownerFolder(directory, owner), id));
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  return folder;
}

export async function writeVolume({ folder, record }: FoundVolume): Promise<void> {
  await replaceFile(folder.record, JSON.stringify(record, null, 2));
}

/** Every volume on this computer, or those of one owner. */
export async function listVolumes(
  directory: string,
  owner?: Pick<StorageOwner, 'aid' | 'sid'>,
): Promise<FoundVolume[]> {
  const applications = owner === undefined ? await namesIn(directory, /^a\d+$/) : [`a${owner.aid}`];
  const services = await below(directory, applications, /^s\d+$/);
  const wanted = owner === undefined || owner.sid === null ? services : [`a${owner.aid}/s${owner.sid}`];
  const folders = (await below(directory, wanted, vmidForm)).map((name) => volumeFolder(join(directory, name)));
  const found = await Promise.all(folders.map(readVolume));
  return found.filter((volume) => volume !== undefined);
}

async function below(directory: string, names: readonly string[], form: RegExp): Promise<string[]> {
  const lists = names.map(async (name) => (await namesIn(join(directory, name), form)).map((one) => join(name, one)));
  return (await Promise.all(lists)).flat();
}

async function namesIn(folder: string, form: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => form.test(name));
}

/** @returns undefined for one whose making was cut off before anything but its folder was there */
async function readVolume(folder: VolumeFolder): Promise<FoundVolume | undefined> {
  try {
    return { folder, record: volumeRecord.parse(JSON.parse(await readFile(folder.record, 'utf8'))) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Deletes what is left of the folders of an owner whose volumes are gone. */
export async function removeOwnerFolder(directory: string, owner: StorageOwner): Promise<void> {
  await rm(ownerFolder(directory, owner), { recursive: true, force: true });
}

/** Deletes a volume that is attached to nothing: its record last, so that it is found again when this is cut off. */
export async function removeVolumeFolder(folder: VolumeFolder): Promise<void> {
  for (const path of [folder.image, folder.content, folder.path])
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  const service = dirname(folder.path);
  await rmdir(service).then(
    () => rmdir(dirname(service)).catch(() => undefined),
    () => undefined,
  );
}
