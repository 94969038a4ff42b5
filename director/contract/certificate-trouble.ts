import { ConpaasError } from './errors.ts';

/** Why a certificate of our authority is no good by itself, whoever shows it. */
export type CertificateTrouble = 'CERTIFICATE_EXPIRED' | 'CERTIFICATE_NOT_YET_VALID' | 'CERTIFICATE_TOO_WEAK';

/** Codes of Node and OpenSSL: of a peer's certificate, and (ERR_…) of one that was to be used. */
const troubles: Readonly<Record<string, CertificateTrouble>> = {
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  CERT_NOT_YET_VALID: 'CERTIFICATE_NOT_YET_VALID',
  CA_MD_TOO_WEAK: 'CERTIFICATE_TOO_WEAK',
  CA_KEY_TOO_SMALL: 'CERTIFICATE_TOO_WEAK',
  EE_KEY_TOO_SMALL: 'CERTIFICATE_TOO_WEAK',
  ERR_SSL_CA_MD_TOO_WEAK: 'CERTIFICATE_TOO_WEAK',
  ERR_SSL_CA_KEY_TOO_SMALL: 'CERTIFICATE_TOO_WEAK',
  ERR_SSL_EE_KEY_TOO_SMALL: 'CERTIFICATE_TOO_WEAK',
};
/** Node has no code for these (it says UNSPECIFIED), only OpenSSL's words. */
const weak = /(signature digest algorithm|certificate key) too weak/;

/**
 * Recognises what Node says of a certificate's dates or strength.
 * @param problem what a connection failed with, or its code
 * @returns undefined for anything else, for example a certificate of another authority
 */
export function certificateTrouble(problem: unknown): CertificateTrouble | undefined {
  if (typeof problem === 'string') return Object.hasOwn(troubles, problem) ? troubles[problem] : undefined;
  if (!(problem instanceof Error)) return undefined;
  if (weak.test(problem.message)) return 'CERTIFICATE_TOO_WEAK';
  return 'code' in problem ? certificateTrouble(problem.code) : undefined;
}

/** From when and until when a certificate is valid, in milliseconds since 1970. */
export interface Validity {
  from: number;
  until: number;
}

/** The dates of a certificate as Node's getPeerCertificate gives them. */
export function validityOf(certificate: { valid_from: string; valid_to: string }): Validity {
  return { from: Date.parse(certificate.valid_from), until: Date.parse(certificate.valid_to) };
}

/** What is wrong with the dates, by the clock `now` (milliseconds since 1970). */
export function dateTrouble({ from, until }: Validity, now: number): CertificateTrouble | undefined {
  if (now < from) return 'CERTIFICATE_NOT_YET_VALID';
  return now > until ? 'CERTIFICATE_EXPIRED' : undefined;
}

/** A time as people read it, the same for all: "2026-01-31 12:00:05 UTC". */
function shown(time: number): string {
  return new Date(time)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}

/**
 * The error for such a certificate, with its dates and the clock that it was compared with.
 * @param whose begins a sentence: "The user's"
 * @param checker ends "the clock of …": "this computer"
 * @param now of that clock, milliseconds since 1970
 */
export function certificateError(
  trouble: CertificateTrouble,
  { whose, checker, validity, now }: { whose: string; checker: string; validity: Validity; now: number },
): ConpaasError {
  const { from, until } = validity;
  const minutes = Math.ceil(Math.abs(from - now) / 60_000);
  return new ConpaasError(trouble, {
    whose,
    checker,
    from: shown(from),
    until: shown(until),
    now: shown(now),
    minutes,
  });
}
