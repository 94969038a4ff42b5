import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Credentials } from '../wire/method.ts';
import type { Authority } from './authority.ts';
import { keyOfPem } from './keys.ts';
import { readIfThere, writePrivateFile } from './private-file.ts';
import { addressesOf, type CertificateRequest, subjectOf } from './subject.ts';

export interface KeptCertificateOptions {
  authority: Authority;
  /** Has `cert.pem`, `key.pem` and `ca_cert.pem`; made when it is missing. */
  directory: string;
  request: CertificateRequest;
  /** Called with the new ones after each renewal. */
  onRenewed?: (credentials: Credentials) => void;
  /** Called when a renewal fails; it is tried again at the next look. */
  onFailure?: (error: unknown) => void;
  /** Milliseconds between two looks at the age; 12 hours when left out. */
  intervalMs?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** A certificate on disk that never gets old while this program runs. */
export interface KeptCertificate {
  readonly credentials: Credentials;
  /** Resolves when a renewal under way has ended. */
  stop(): Promise<void>;
}

const twelveHours = 12 * 3_600_000;

/** Reads the certificate from its folder, or has one made; has another made whenever two thirds of its life have passed. */
export async function keepCertificate(options: KeptCertificateOptions): Promise<KeptCertificate> {
  const now = options.now ?? Date.now;
  let credentials = (await read(options, now())) ?? (await renew(options));

  async function look(): Promise<void> {
    if (isUsable(credentials, options, now())) return;
    credentials = await renew(options);
    options.onRenewed?.(credentials);
  }
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch((thrown) => options.onFailure?.(thrown))
      .finally(() => {
        looking = undefined;
      });
  }, options.intervalMs ?? twelveHours);
  timer.unref();
  return {
    get credentials() {
      return credentials;
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

async function read(options: KeptCertificateOptions, now: number): Promise<Credentials | undefined> {
  const [key, cert] = await Promise.all(
    ['key.pem', 'cert.pem'].map((name) => readIfThere(join(options.directory, name))),
  );
  if (key === undefined || cert === undefined) return undefined;
  const credentials = { key, cert, ca: options.authority.ca };
  return isUsable(credentials, options, now) ? credentials : undefined;
}

async function renew({ authority, directory, request }: KeptCertificateOptions): Promise<Credentials> {
  const { key, cert, ca } = await authority.issue(request);
  // Should this be cut short, key and certificate do not match, and the next start has another made.
  await writePrivateFile(join(directory, 'ca_cert.pem'), ca);
  await writePrivateFile(join(directory, 'key.pem'), key);
  await writePrivateFile(join(directory, 'cert.pem'), cert);
  return { key, cert, ca };
}

/** Young enough, signed by this authority, for this key, and says what it is to say. */
function isUsable({ key, cert }: Credentials, { authority, request }: KeptCertificateOptions, now: number): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const from = certificate.validFromDate.getTime();
    const until = certificate.validToDate.getTime();
    const young = from <= now && now < from + ((until - from) * 2) / 3;
    const ours = certificate.verify(new X509Certificate(authority.ca).publicKey);
    return young && ours && certificate.checkPrivateKey(keyOfPem(key)) && saysWhatIsAsked(certificate, request);
  } catch {
    return false;
  }
}

function saysWhatIsAsked(certificate: X509Certificate, request: CertificateRequest): boolean {
  const asked = subjectOf(request).map(({ value }) => value);
  const said = Object.values(certificate.toLegacyObject().subject);
  const sameSubject = asked.length === said.length && asked.every((value) => said.includes(value));
  const covers = (address: string) =>
    (isIP(address) ? certificate.checkIP(address) : certificate.checkHost(address)) !== undefined;
  return sameSubject && addressesOf(request).every(covers);
}
