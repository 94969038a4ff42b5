import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageOwner } from '../cloud.ts';

/** The folder that outlives the instances of an owner: the manager's (sid null) or that of one service. */
function storageFolder(storageDirectory: string, { aid, sid }: Pick<StorageOwner, 'aid' | 'sid'>): string {
  return join(storageDirectory, `a${aid}`, sid === null ? 'manager' : `s${sid}`);
}

export async function makeStorage(storageDirectory: string, owner: Pick<StorageOwner, 'aid' | 'sid'>): Promise<string> {
  const folder = storageFolder(storageDirectory, owner);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Deletes the folder of a service, or for sid null all that the application kept. */
export async function removeStorage(storageDirectory: string, owner: StorageOwner): Promise<void> {
  const application = join(storageDirectory, `a${owner.aid}`);
  const folder = owner.sid === null ? application : storageFolder(storageDirectory, owner);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Takes a storage folder away that nothing was ever put into. */
export async function removeEmptyStorage(
  storageDirectory: string,
  owner: Pick<StorageOwner, 'aid' | 'sid'>,
): Promise<void> {
  for (const folder of [storageFolder(storageDirectory, owner), join(storageDirectory, `a${owner.aid}`)]) {
    const emptied = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!emptied) return;
  }
}
