import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import { dataDirectoryPath } from '../installation/data-directory.ts';
import { findRunningDirector } from '../installation/runtime-file.ts';
import { completeDirectorUrl } from './director-url.ts';
import type { Settings } from './settings.ts';
import type { DirectorAccess } from './transport.ts';

const files = { cert: 'cert.pem', key: 'key.pem', ca: 'ca_cert.pem' };

async function accessWith(url: string, folder: string): Promise<DirectorAccess> {
  const read = (file: string) => readFile(join(folder, file));
  try {
    const [cert, key, ca] = await Promise.all([read(files.cert), read(files.key), read(files.ca)]);
    return { url, cert, key, ca };
  } catch (cause) {
    throw new ConpaasError('CERTIFICATES_MISSING', { folder, files: Object.values(files).join(', ') }, { cause });
  }
}

/**
 * Where the Director is and with which certificate it is called: the one whose address was given, with the certificate in
 * ~/.conpaas; else the one that runs on this computer, with its owner's certificate.
 * @throws ConpaasError DIRECTOR_NOT_FOUND, CERTIFICATES_MISSING
 */
export async function findDirector(settings: Settings, home: string): Promise<DirectorAccess> {
  if (settings.directorUrl !== null)
    return accessWith(completeDirectorUrl(settings.directorUrl), join(home, '.conpaas'));
  const override = settings.dataDirectory ?? undefined;
  const folder = dataDirectoryPath({ override });
  const running = findRunningDirector(override);
  if (!running) throw new ConpaasError('DIRECTOR_NOT_FOUND', { folder });
  return accessWith(running.apiUrl, join(folder, 'certificates', 'owner'));
}
