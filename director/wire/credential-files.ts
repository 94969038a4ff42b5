import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './method.ts';
import { readIfThere, writePrivateFile } from './private-file.ts';

/** A key that waits for its certificate: two files cannot be replaced in one step. */
const nextKey = 'key.next.pem';

/**
 * Reads key.pem, cert.pem and ca_cert.pem of a folder.
 * @returns undefined when one is missing, or key and certificate do not belong together
 */
export async function readCredentials(folder: string): Promise<Credentials | undefined> {
  const names = ['key.pem', nextKey, 'cert.pem', 'ca_cert.pem'];
  const [key, next, cert, ca] = await Promise.all(names.map((name) => readIfThere(join(folder, name))));
  if (cert === undefined || ca === undefined) return undefined;
  if (key !== undefined && belongs(key, cert)) return { key, cert, ca };
  if (next === undefined || !belongs(next, cert)) return undefined;
  // The program was ended between the two last steps of writeCredentials.
  await rename(join(folder, nextKey), join(folder, 'key.pem'));
  return { key: next, cert, ca };
}

/** Replaces the three files so that at each moment, also after a crash, `readCredentials` finds the old or the new ones. */
export async function writeCredentials(folder: string, { key, cert, ca }: Credentials): Promise<void> {
  await writePrivateFile(join(folder, 'ca_cert.pem'), ca);
  await writePrivateFile(join(folder, nextKey), key);
  await writePrivateFile(join(folder, 'cert.pem'), cert);
  await rename(join(folder, nextKey), join(folder, 'key.pem'));
}

function belongs(key: string, cert: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
