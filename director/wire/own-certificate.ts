import { createPrivateKey, X509Certificate } from 'node:crypto';
import { writeCredentials } from './credential-files.ts';
import { WireError } from './errors.ts';
import type { Credentials } from './method.ts';
import { peerOf } from './trust.ts';

/** The certificate of a manager or agent, which its Director renews while it runs. */
export class OwnCertificate {
  readonly #folder: string;
  readonly #listeners: ((credentials: Credentials) => void)[] = [];
  #credentials: Credentials;
  #writing: Promise<unknown> = Promise.resolve();

  /** @param folder in which the next start looks for it */
  constructor(folder: string, credentials: Credentials) {
    this.#folder = folder;
    this.#credentials = credentials;
  }

  get credentials(): Credentials {
    return this.#credentials;
  }

  get certificate(): X509Certificate {
    return new X509Certificate(this.#credentials.cert);
  }

  /** Called with each new one, to be shown from the next connection on. */
  onChange(listener: (credentials: Credentials) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Writes another certificate to the folder and uses it from the next connection on.
   * @throws WireError when it is not for this instance, not of our authority, or not for that key
   */
  replace(key: string, cert: string): Promise<void> {
    const { ca } = this.#credentials;
    this.#check(key, cert);
    const written = this.#writing.then(async () => {
      await writeCredentials(this.#folder, { key, cert, ca });
      this.#credentials = { key, cert, ca };
      for (const listener of this.#listeners) listener(this.#credentials);
    });
    this.#writing = written.catch(() => undefined);
    return written;
  }

  #check(key: string, cert: string): void {
    const [before, next, authority] = [this.certificate, read(cert), new X509Certificate(this.#credentials.ca)];
    if (!next.verify(authority.publicKey)) throw new WireError('The certificate was not made by this authority.');
    if (!belongs(key, next)) throw new WireError('The key does not belong to the certificate.');
    if (holderOf(before) !== holderOf(next)) throw new WireError('The certificate is for another instance.');
  }
}

function read(cert: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch {
    throw new WireError('The certificate cannot be read.');
  }
}

function belongs(key: string, certificate: X509Certificate): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** Whom it names, apart from its serial. */
function holderOf(certificate: X509Certificate): string {
  const { role, uid, serviceLocator } = peerOf(certificate.toLegacyObject()) ?? {};
  return `${role} ${uid} ${serviceLocator}`;
}
