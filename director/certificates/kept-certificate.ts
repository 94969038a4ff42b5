import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { readCredentials, writeCredentials } from '../wire/credential-files.ts';
import type { Credentials } from '../wire/method.ts';
import type { Authority } from './authority.ts';
import { isDue } from './lifetime.ts';
import { addressesOf, type CertificateRequest, subjectOf } from './subject.ts';

export interface KeptCertificateOptions {
  authority: Authority;
  /** Has `cert.pem`, `key.pem` and `ca_cert.pem`; made when it is missing. */
  directory: string;
  request: CertificateRequest;
  /** Whether the Director would refuse the certificate with this serial, because it was revoked or is not known. */
  isRefused?: (serial: string) => boolean;
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
  /** Upper-case hex. */
  readonly serial: string;
  /** Asks for a certificate that says something else from now on; resolves when it is in use. @throws what made it fail; the old one stays */
  changeRequest(request: CertificateRequest): Promise<void>;
  /** Has another one made whatever the age of this one. @throws what made it fail; the old one stays */
  renew(): Promise<void>;
  /** Resolves when a renewal under way has ended. */
  stop(): Promise<void>;
}

const twelveHours = 12 * 3_600_000;

/** Reads the certificate from its folder, or has one made; has another made whenever two thirds of its life have passed. */
export async function keepCertificate(options: KeptCertificateOptions): Promise<KeptCertificate> {
  const now = options.now ?? Date.now;
  let request = options.request;
  const usable = (credentials: Credentials) => isUsable(credentials, { ...options, request }, now());
  let credentials = (await read(options, usable)) ?? (await issue(options, request));
  let last: Promise<unknown> = Promise.resolve();

  /** One renewal after the other: the last request is the one that stays. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }
  async function replace(): Promise<void> {
    credentials = await issue(options, request);
    options.onRenewed?.(credentials);
  }
  const look = () => inTurn(async () => void (usable(credentials) || (await replace())));

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((thrown) => options.onFailure?.(thrown))
      .finally(() => {
        looking = false;
      });
  }, options.intervalMs ?? twelveHours);
  timer.unref();
  return {
    get credentials() {
      return credentials;
    },
    get serial() {
      return new X509Certificate(credentials.cert).serialNumber;
    },
    changeRequest(changed) {
      request = changed;
      return look();
    },
    renew: () => inTurn(replace),
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}

async function read(
  { directory, authority }: KeptCertificateOptions,
  usable: (credentials: Credentials) => boolean,
): Promise<Credentials | undefined> {
  const stored = await readCredentials(directory);
  if (!stored) return undefined;
  const credentials = { ...stored, ca: authority.ca };
  return usable(credentials) ? credentials : undefined;
}

async function issue({ authority, directory }: KeptCertificateOptions, request: CertificateRequest) {
  const { key, cert, ca } = await authority.issue(request);
  await writeCredentials(directory, { key, cert, ca });
  return { key, cert, ca };
}

/** Young enough, signed by this authority, not refused, and says what it is to say. */
function isUsable({ cert }: Credentials, options: KeptCertificateOptions, now: number): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const ours = certificate.verify(new X509Certificate(options.authority.ca).publicKey);
    const refused = options.isRefused?.(certificate.serialNumber) ?? false;
    return ours && !refused && !isDue(certificate, now) && saysWhatIsAsked(certificate, options.request);
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
