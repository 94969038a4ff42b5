import type { TLSSocket } from 'node:tls';
import {
  type CertificateTrouble,
  certificateTrouble,
  dateTrouble,
  type Validity,
  validityOf,
} from '../contract/certificate-trouble.ts';
import { type Peer, peerOf } from './trust.ts';

/** The certificate at the other end of a connection, as far as it was sent and can be read. */
export interface PeerCertificate {
  /** undefined when the certificate is not of our authority, or names nobody. */
  peer: Peer | undefined;
  validity: Validity;
  /** What is wrong with the certificate itself; undefined also for one of another authority. */
  trouble: CertificateTrouble | undefined;
  /** Node's code for a certificate that could not be verified. */
  refusal: string | undefined;
}

/** Parsed once for each connection. */
const known = new WeakMap<TLSSocket, PeerCertificate>();

/**
 * Reads the certificate of a connection. A long connection keeps its first verdict, so the dates are looked at each time.
 * @param now milliseconds since 1970
 * @returns undefined when none was sent
 */
export function peerCertificate(socket: TLSSocket, now: number): PeerCertificate | undefined {
  const read = known.get(socket) ?? readCertificate(socket);
  if (!read) return undefined;
  known.set(socket, read);
  return { ...read, trouble: read.trouble ?? (read.peer ? dateTrouble(read.validity, now) : undefined) };
}

function readCertificate(socket: TLSSocket): PeerCertificate | undefined {
  const certificate = socket.getPeerCertificate();
  if (Object.keys(certificate).length === 0) return undefined;
  const validity = validityOf(certificate);
  if (socket.authorized) return { peer: peerOf(certificate), validity, trouble: undefined, refusal: undefined };
  const refusal = String(socket.authorizationError);
  return { peer: undefined, validity, trouble: certificateTrouble(refusal) ?? weakness(socket), refusal };
}

/** Node has no code for a signature that is too weak: where OpenSSL refused one for that, the certificate says it itself. */
function weakness(socket: TLSSocket): CertificateTrouble | undefined {
  const algorithm = socket.getPeerX509Certificate()?.signatureAlgorithm ?? '';
  return /sha1|md5/i.test(algorithm) ? 'CERTIFICATE_TOO_WEAK' : undefined;
}
