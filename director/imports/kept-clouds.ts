import { join } from 'node:path';
import { writePrivateFile } from '../wire/private-file.ts';
import type { ImportedCloud } from './cloud-sections.ts';

/** Keeps clouds with their secrets in a file of the data folder that only its owner can read, `clouds/imported.json`. */
export async function keepClouds(dataDirectory: string, clouds: readonly ImportedCloud[]): Promise<void> {
  await writePrivateFile(join(dataDirectory, 'clouds', 'imported.json'), JSON.stringify(clouds, null, 2));
}
