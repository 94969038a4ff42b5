import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseInstanceName } from '../naming.ts';

/** Folders and files of one instance on this computer. */
export interface InstanceFolder {
  vmid: string;
  name: string;
  path: string;
  configuration: string;
  data: string;
  logs: string;
  temporary: string;
  /** Where its volumes are, each under its name. */
  media: string;
  /** What ConPaaS 2.1 had in /var/cache/cpsagent. */
  cache: string;
  /** What the cloud keeps about the instance; never shown to the instance. */
  record: string;
}

export const vmidForm = /^[0-9a-f]{8}$/;
const folderForm = /^(?<name>.+)-(?<vmid>[0-9a-f]{8})$/;

/** @param name by the naming rule */
export function instanceFolder(instancesDirectory: string, name: string, vmid: string): InstanceFolder {
  const path = join(instancesDirectory, `${name}-${vmid}`);
  return {
    vmid,
    name,
    path,
    configuration: join(path, 'configuration'),
    data: join(path, 'data'),
    logs: join(path, 'logs'),
    temporary: join(path, 'tmp'),
    media: join(path, 'media'),
    cache: join(path, 'cache'),
    record: join(path, 'instance.json'),
  };
}

/** The folders of all instances; others that lie there are left alone. A missing parent means that there is none yet. */
export async function listInstanceFolders(instancesDirectory: string): Promise<InstanceFolder[]> {
  const names = await readdir(instancesDirectory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((folder) => {
    const { name, vmid } = folderForm.exec(folder)?.groups ?? {};
    if (name === undefined || vmid === undefined || parseInstanceName(name) === undefined) return [];
    return [instanceFolder(instancesDirectory, name, vmid)];
  });
}

/** Makes the parts of the folder, for the owner only. */
export async function makeParts(folder: InstanceFolder): Promise<void> {
  for (const path of parts(folder)) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
}

function parts({ configuration, data, logs, temporary, media, cache }: InstanceFolder): string[] {
  return [configuration, data, logs, temporary, media, cache];
}

/**
 * Deletes the folder, its record last: when this is cut off, the instance is still found and can be destroyed again. Its
 * volumes must have been taken away from it.
 */
export async function removeInstanceFolder(folder: InstanceFolder): Promise<void> {
  for (const path of [...parts(folder), folder.path]) {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Lays files that must not exist yet into the configuration folder, readable by the owner only. */
export async function layFiles(folder: InstanceFolder, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    if (name !== basename(name)) throw new RangeError(`"${name}" is not the name of a file`);
    const file = await open(join(folder.configuration, name), 'wx', 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  }
}

/** Replaces a file in one step: after a crash it is the old or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/**
 * The last characters of a file that the instance may have written.
 * @returns '' when there is none, and for a link, with which an instance could have the Director read something else
 */
export async function tailOf(path: string, characters: number): Promise<string> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const status = await file.stat();
    if (!status.isFile()) return '';
    const length = Math.min(status.size, characters * 4);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, status.size - length);
    return buffer.toString('utf8', 0, bytesRead).slice(-characters).trim();
  } finally {
    await file.close();
  }
}
