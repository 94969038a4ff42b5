import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { certificateError } from '../contract/certificate-trouble.ts';
import { ConpaasError } from '../contract/errors.ts';
import { peerCertificate } from '../wire/peer-certificate.ts';
import type { Peer } from '../wire/trust.ts';
import type { Access, Accounts } from './access.ts';
import type { Caller } from './caller.ts';

export interface CertificateAccessOptions {
  /** Why a peer is refused though its certificate is verified: it was revoked, or is not known. */
  refusalOf(peer: Peer): ConpaasError | undefined;
  accounts: Accounts;
  now?: () => number;
}

/** Knows callers by the client certificate of their connection (reference §5.2). */
export class CertificateAccess implements Access {
  readonly #options: CertificateAccessOptions;
  readonly #now: () => number;

  constructor(options: CertificateAccessOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  identify(request: FastifyRequest): Caller {
    return callerOf(this.peer(request), request, this.#options.accounts);
  }

  /**
   * Who the certificate of the connection names.
   * @throws ConpaasError CERTIFICATE_REQUIRED, with the reason as detail where a certificate was sent; CERTIFICATE_EXPIRED,
   *   CERTIFICATE_NOT_YET_VALID, CERTIFICATE_TOO_WEAK, CERTIFICATE_REVOKED, CERTIFICATE_UNKNOWN
   */
  peer(request: FastifyRequest): Peer {
    const { socket } = request.raw;
    if (!(socket instanceof TLSSocket)) throw new ConpaasError('CERTIFICATE_REQUIRED');
    const now = this.#now();
    const certificate = peerCertificate(socket, now);
    if (!certificate) throw new ConpaasError('CERTIFICATE_REQUIRED');
    const { peer, trouble, validity } = certificate;
    if (trouble) throw certificateError(trouble, { whose: 'Your', checker: 'the Director', validity, now });
    if (certificate.refusal) throw refusal(`the certificate is not accepted: ${certificate.refusal}`);
    if (!peer) throw refusal('its subject names nobody that this Director knows');
    const refused = this.#options.refusalOf(peer);
    if (refused) throw refused;
    return peer;
  }
}

const refusal = (detail: string) => new ConpaasError('CERTIFICATE_REQUIRED', {}, { detail });

/**
 * The caller that a peer is to the modern API: a user, or the manager of one application.
 * @throws ConpaasError CERTIFICATE_REQUIRED without a user id, FORBIDDEN for other roles (an agent has no business here), and what
 * `Accounts.admit` throws
 */
export function callerOf(
  peer: Peer,
  request: Pick<FastifyRequest, 'method' | 'routeOptions'>,
  accounts: Accounts,
): Caller {
  if (peer.uid === null) throw new ConpaasError('CERTIFICATE_REQUIRED');
  if (peer.role === 'user') return { kind: 'certificate', uid: peer.uid, role: 'user', ...accounts.admit(peer.uid) };
  if (peer.role === 'manager' && peer.serviceLocator !== null && peer.serviceLocator > 0)
    return { kind: 'manager', uid: peer.uid, role: 'manager', aid: peer.serviceLocator };
  throw new ConpaasError('FORBIDDEN', {
    role: peer.role,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
  });
}
