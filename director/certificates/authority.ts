import { type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import type { Credentials } from '../wire/method.ts';
import { readIfThere, writePrivateFile } from '../wire/private-file.ts';
import { keyOfPem, makeKey, pemOf } from './keys.ts';
import { addressesOf, authoritySubject, type CertificateRequest, subjectOf } from './subject.ts';

/** What is remembered of a certificate, to list and to withdraw it. */
export interface IssuedCertificate {
  /** Upper-case hex, as Node shows it. */
  serial: string;
  kind: CertificateRequest['kind'];
  uid: number | null;
  serviceLocator: number | null;
  /** ISO times. */
  notAfter: string;
  issued: string;
}

/** A certificate, as PEM text. */
export interface Certified {
  cert: string;
  serial: string;
  /** ISO time. */
  notAfter: string;
}

/** A new key with its certificate. */
export type Issued = Credentials & Certified;

/** The certificate authority of one data folder. Everything that speaks TLS here trusts it and nothing else. */
export interface Authority {
  /** PEM text of the authority's own certificate. */
  readonly ca: string;
  issue(request: CertificateRequest): Promise<Issued>;
  /** For a key that its holder made and keeps. @param publicKey whose possession was proven */
  certify(request: CertificateRequest, publicKey: KeyObject): Promise<Certified>;
}

export interface AuthorityOptions {
  /** Called for each certificate before it is handed out. */
  onIssued?: (certificate: IssuedCertificate) => void | Promise<void>;
  /** Milliseconds since 1970. */
  now?: () => number;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Life of all certificates but the authority's. */
const certificateLifeDays = 90;
// Every copy of the authority's certificate, in instances and in users' folders, would have to be changed when it ends, so it
// outlives the computers it is made on. The shorter lives are those of the certificates that it signs.
const authorityLifeDays = 3650;
// Clocks of virtual machines and of other computers may be behind ours.
const clockTolerance = hour;

/**
 * Opens the authority in `directory` (`ca_cert.pem`, `ca_key.pem`), making it on first use.
 * @throws ConpaasError AUTHORITY_DAMAGED when its files do not fit together
 */
export async function openAuthority(directory: string, options: AuthorityOptions = {}): Promise<Authority> {
  const now = options.now ?? Date.now;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  // A new authority certifies its owner at once: that key is made beside its own, as each takes a tenth of a second.
  let ownersKey = existsSync(join(directory, 'ca_cert.pem')) ? undefined : makeKey('rsa');
  ownersKey?.catch(() => undefined);
  const { key, ca } = await openKey(directory, now());

  async function userKey(): Promise<KeyObject> {
    const made = ownersKey;
    ownersKey = undefined;
    return made ?? makeKey('rsa');
  }

  async function issue(request: CertificateRequest): Promise<Issued> {
    // A user's key goes into other programs, some of them old; ours must not keep an instance waiting for its start.
    const ownKey = await (request.kind === 'user' ? userKey() : makeKey('ec'));
    return { key: pemOf(ownKey), ca, ...(await certify(request, ownKey)) };
  }

  async function certify(request: CertificateRequest, certified: KeyObject): Promise<Certified> {
    // Loaded when it is first needed: it takes 40 ms and 10 MB, and an ordinary start issues nothing.
    const { makeCertificate } = await import('./x509.ts');
    const issued = now();
    const notAfter = new Date(issued + certificateLifeDays * day);
    const cert = makeCertificate(
      {
        key: certified,
        subject: subjectOf(request),
        notBefore: new Date(issued - clockTolerance),
        notAfter,
        use: request.kind === 'user' ? 'client' : 'server and client',
        addresses: addressesOf(request),
      },
      { key, cert: ca },
    );
    const { serialNumber: serial } = new X509Certificate(cert);
    await options.onIssued?.({
      serial,
      kind: request.kind,
      uid: 'uid' in request ? request.uid : null,
      serviceLocator: request.kind === 'director' ? null : request.kind === 'user' ? 0 : request.serviceLocator,
      notAfter: notAfter.toISOString(),
      issued: new Date(issued).toISOString(),
    });
    return { cert, serial, notAfter: notAfter.toISOString() };
  }

  return { ca, issue, certify };
}

async function openKey(directory: string, now: number): Promise<{ key: KeyObject; ca: string }> {
  const keyFile = join(directory, 'ca_key.pem');
  const certificateFile = join(directory, 'ca_cert.pem');
  const [storedKey, storedCertificate] = await Promise.all([readIfThere(keyFile), readIfThere(certificateFile)]);
  if (storedKey === undefined && storedCertificate !== undefined) {
    // A new key would make every certificate in use worthless, so that is for the user to decide.
    throw new ConpaasError('AUTHORITY_DAMAGED', { file: keyFile, why: 'it is missing' });
  }
  if (storedKey !== undefined && storedCertificate !== undefined) {
    return { key: matchingKey(storedKey, storedCertificate, keyFile), ca: storedCertificate };
  }
  // With a key but no certificate the first start was cut short: the same key gets its certificate now.
  const key = storedKey === undefined ? await makeKey('rsa') : readKey(storedKey, keyFile);
  if (storedKey === undefined) await writePrivateFile(keyFile, pemOf(key));
  const ca = await selfSigned(key, now);
  await writePrivateFile(certificateFile, ca);
  return { key, ca };
}

async function selfSigned(key: KeyObject, now: number): Promise<string> {
  const { makeCertificate } = await import('./x509.ts');
  const draft = {
    key,
    subject: authoritySubject,
    notBefore: new Date(now - clockTolerance),
    notAfter: new Date(now + authorityLifeDays * day),
    use: 'authority' as const,
    addresses: [],
  };
  return makeCertificate(draft, { key });
}

function readKey(pem: string, file: string): KeyObject {
  try {
    return keyOfPem(pem);
  } catch (thrown) {
    throw new ConpaasError('AUTHORITY_DAMAGED', { file, why: 'it is not a private key' }, { cause: thrown });
  }
}

function matchingKey(keyPem: string, certificatePem: string, file: string): KeyObject {
  const key = readKey(keyPem, file);
  let matches = false;
  try {
    matches = new X509Certificate(certificatePem).checkPrivateKey(key);
  } catch (thrown) {
    throw new ConpaasError('AUTHORITY_DAMAGED', { file, why: 'ca_cert.pem cannot be read' }, { cause: thrown });
  }
  if (!matches) throw new ConpaasError('AUTHORITY_DAMAGED', { file, why: 'it does not belong to ca_cert.pem' });
  return key;
}
