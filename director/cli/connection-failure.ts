import { type CertificateTrouble, certificateTrouble } from '../contract/certificate-trouble.ts';
import { ConpaasError } from '../contract/errors.ts';

/** What the operating system means, in the words that users of ConPaaS 2.1 know. */
const words: Record<string, string> = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EPIPE: 'Connection reset by peer',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ENOTFOUND: 'Name or service not known',
  EAI_AGAIN: 'Temporary failure in name resolution',
  ETIMEDOUT: 'Connection timed out',
};

/** OpenSSL's reasons not to believe a certificate, with what a person can do about the commonest. */
const distrust: Record<string, string> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it was made by another CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it was made by another CA',
  SELF_SIGNED_CERT_IN_CHAIN: 'it was made by another CA',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it was made by no CA',
  CERT_SIGNATURE_FAILURE: 'it was made by another CA',
};

/** Certificates that are right but for the time; that a man in the middle has a hand in it is not likely. */
const clockTrouble: Partial<Record<CertificateTrouble, string>> = {
  CERTIFICATE_NOT_YET_VALID: 'is not yet valid',
  CERTIFICATE_EXPIRED: 'has expired',
};

/** Why a server of the right CA is not believed all the same. */
export class WrongRoleError extends Error {}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

function reasonOf(error: Error, code: string): string {
  if (words[code]) return words[code];
  const [firstLine = ''] = error.message.trim().split('\n');
  const fromTls = /SSL routines:[^:]*:([^:]+)/.exec(firstLine)?.[1];
  if (fromTls === undefined) return firstLine;
  // What the server did not like, told by an alert, is most often the certificate that was sent to it.
  const alert = /alert (.*(?:certificate|unknown ca).*)/.exec(fromTls)?.[1];
  return alert ? `it refused the user certificate (${alert})` : `no TLS connection can be made (${fromTls})`;
}

/**
 * Turns what a connection failed with into the text of reference §14.1. What is an expected failure already passes through.
 * @returns DIRECTOR_CLOCK, DIRECTOR_NOT_TRUSTED, or DIRECTOR_UNREACHABLE when nothing is known about what the Director did
 */
export function connectionFailure(url: string, error: Error): Error {
  if (error instanceof ConpaasError || error.name === 'AbortError') return error;
  const code = codeOf(error);
  const trouble = certificateTrouble(error);
  const untimely = trouble && clockTrouble[trouble];
  if (untimely !== undefined)
    return new ConpaasError('DIRECTOR_CLOCK', { url, why: untimely, now: new Date().toISOString() }, { cause: error });
  const tooWeak = trouble === 'CERTIFICATE_TOO_WEAK' ? 'it is signed with SHA-1 or its key is too short' : undefined;
  const why = error instanceof WrongRoleError ? error.message : (tooWeak ?? distrust[code]);
  if (why !== undefined) return new ConpaasError('DIRECTOR_NOT_TRUSTED', { url, why }, { cause: error });
  const reason = reasonOf(error, code);
  return Object.assign(new ConpaasError('DIRECTOR_UNREACHABLE', { url, why: reason }, { cause: error }), {
    message: `Cannot contact the director at URL '${url}': ${reason}`,
  });
}
