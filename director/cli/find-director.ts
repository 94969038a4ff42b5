import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import { dataDirectoryPath } from '../installation/data-directory.ts';
import { findRunningDirector } from '../installation/runtime-file.ts';
import { certificateFiles, certificateFolder } from './certificate-files.ts';
import { completeDirectorUrl } from './director-url.ts';
import type { Settings } from './settings.ts';
import type { DirectorAccess } from './transport.ts';

async function accessWith(url: string, folder: string): Promise<DirectorAccess> {
  const read = (file: string) => readFile(join(folder, file));
  const { cert, key, ca } = certificateFiles;
  try {
    const [certificate, privateKey, authority] = await Promise.all([read(cert), read(key), read(ca)]);
    return { url, cert: certificate, key: privateKey, ca: authority };
  } catch (cause) {
    const files = Object.values(certificateFiles).join(', ');
    throw new ConpaasError('CERTIFICATES_MISSING', { folder, files }, { cause });
  }
}

/**
 * The Director that runs on this computer, and its data folder.
 * @throws ConpaasError DIRECTOR_NOT_FOUND, DIRECTOR_NOT_HERE
 */
export function runningDirector({ dataDirectory, onDirectorsMachine }: Settings): { apiUrl: string; folder: string } {
  const override = dataDirectory ?? undefined;
  const folder = dataDirectoryPath({ override });
  const running = findRunningDirector(override);
  if (!running) throw new ConpaasError(onDirectorsMachine ? 'DIRECTOR_NOT_HERE' : 'DIRECTOR_NOT_FOUND', { folder });
  return { apiUrl: running.apiUrl, folder };
}

/**
 * Where the Director is and with which certificate it is called: the one whose address was given, with the certificate in
 * ~/.conpaas; else the one that runs on this computer, with its owner's certificate.
 * @throws ConpaasError DIRECTOR_NOT_FOUND, DIRECTOR_NOT_HERE, CERTIFICATES_MISSING
 */
export async function findDirector(settings: Settings, home: string): Promise<DirectorAccess> {
  const { directorUrl, directorUrlGiven, onDirectorsMachine } = settings;
  if (directorUrl !== null && (directorUrlGiven || !onDirectorsMachine))
    return accessWith(completeDirectorUrl(directorUrl), certificateFolder(home));
  const { apiUrl, folder } = runningDirector(settings);
  return accessWith(apiUrl, join(folder, 'certificates', 'owner'));
}
