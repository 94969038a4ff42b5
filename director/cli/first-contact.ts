import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '../contract/client.ts';
import { ConpaasError } from '../contract/errors.ts';
import { certificateFolder } from './certificate-files.ts';
import type { Connection } from './connection.ts';
import { connectionOf } from './connection.ts';
import { completeDirectorUrl } from './director-url.ts';
import { runningDirector } from './find-director.ts';
import type { Settings } from './settings.ts';
import { HttpsTransport } from './transport.ts';

/** A Director that is called before there is a certificate for it, and the CA that it says it belongs to. */
export interface FirstContact {
  url: string;
  /** The CA's certificate, PEM. Nothing vouches for it yet, unless it is known. */
  authority: string;
  /** SHA-256 of it, as "AB:CD:…". */
  fingerprint: string;
  /** "known": the CA in ~/.conpaas, or that of the Director of this computer; "other": another one is in ~/.conpaas. */
  standing: 'known' | 'new' | 'other';
  /** Connects without a certificate, to a server of that CA only. Call it once the CA is trusted. */
  connect(): Connection;
}

const readIfThere = (file: string) => readFile(file, 'utf8').catch(() => undefined);

function parsed(pem: string, url: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new ConpaasError('DIRECTOR_NOT_TRUSTED', { url, why: 'it does not tell its CA' }, { cause });
  }
}

/** The same certificate, however its PEM is written. */
function isSame(pem: string | undefined, certificate: X509Certificate): boolean {
  try {
    return pem !== undefined && new X509Certificate(pem).raw.equals(certificate.raw);
  } catch {
    return false;
  }
}

/**
 * Asks a Director for its CA, before anything secret is sent to it.
 * @param told hears a line per request
 * @throws ConpaasError DIRECTOR_NOT_FOUND, DIRECTOR_UNREACHABLE, DIRECTOR_NOT_TRUSTED (what it calls its CA is no certificate)
 */
export async function firstContact(
  settings: Settings,
  home: string,
  told: (text: string) => void,
): Promise<FirstContact> {
  const here = settings.directorUrl === null ? runningDirector(settings) : undefined;
  const url = here ? here.apiUrl : completeDirectorUrl(settings.directorUrl ?? '');
  const unverified = new HttpsTransport({ url, ca: null }, told);
  const authority = await createClient(unverified)
    .getAuthority()
    .finally(() => unverified.close());
  const certificate = parsed(authority, url);
  const [mine, ofThisComputer] = await Promise.all([
    readIfThere(join(certificateFolder(home), 'ca_cert.pem')),
    here ? readIfThere(join(here.folder, 'certificates', 'ca_cert.pem')) : undefined,
  ]);
  const known = isSame(mine, certificate) || isSame(ofThisComputer, certificate);
  const unknown = mine === undefined ? 'new' : 'other';
  return {
    url,
    authority,
    fingerprint: certificate.fingerprint256,
    standing: known ? 'known' : unknown,
    connect: () => connectionOf({ url, ca: Buffer.from(authority) }, told),
  };
}
