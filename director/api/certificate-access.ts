import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import { type Peer, peerOf } from '../wire/trust.ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';

/** Who a verified certificate names, and until when. */
interface Proof {
  peer: Peer | undefined;
  /** Milliseconds since 1970. */
  validFrom: number;
  validTo: number;
}

export interface CertificateAccessOptions {
  /** Whether the certificate was withdrawn. */
  isRevoked(peer: Peer): boolean;
  now?: () => number;
}

/** Knows callers by the client certificate of their connection (reference §5.2). */
export class CertificateAccess implements Access {
  readonly #options: CertificateAccessOptions;
  readonly #now: () => number;
  /** Parsed once for each connection. */
  readonly #proofs = new WeakMap<TLSSocket, Proof>();

  constructor(options: CertificateAccessOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  identify(request: FastifyRequest): Caller {
    return callerOf(this.peer(request), request);
  }

  /**
   * Who the certificate of the connection names.
   * @throws ConpaasError CERTIFICATE_REQUIRED, with the reason as detail where a certificate was sent
   */
  peer(request: FastifyRequest): Peer {
    const { socket } = request.raw;
    if (!(socket instanceof TLSSocket)) throw new ConpaasError('CERTIFICATE_REQUIRED');
    // A resumed or long connection keeps its first verdict, so the dates are looked at on each request.
    const proof = this.#proofs.get(socket) ?? this.#read(socket);
    const now = this.#now();
    if (now < proof.validFrom || now > proof.validTo) throw refusal('the certificate is not valid at this time');
    if (!proof.peer) throw refusal('its subject names nobody that this Director knows');
    if (this.#options.isRevoked(proof.peer)) throw refusal('the certificate was withdrawn');
    return proof.peer;
  }

  #read(socket: TLSSocket): Proof {
    const certificate = socket.getPeerCertificate();
    if (Object.keys(certificate).length === 0) throw new ConpaasError('CERTIFICATE_REQUIRED');
    if (!socket.authorized) throw refusal(`the certificate is not accepted: ${String(socket.authorizationError)}`);
    const proof = {
      peer: peerOf(certificate),
      validFrom: Date.parse(certificate.valid_from),
      validTo: Date.parse(certificate.valid_to),
    };
    this.#proofs.set(socket, proof);
    return proof;
  }
}

const refusal = (detail: string) => new ConpaasError('CERTIFICATE_REQUIRED', {}, { detail });

/**
 * The caller that a peer is to the modern API: a user, or the manager of one application.
 * @throws ConpaasError CERTIFICATE_REQUIRED without a user id, FORBIDDEN for other roles (an agent has no business here)
 */
export function callerOf(peer: Peer, request: Pick<FastifyRequest, 'method' | 'routeOptions'>): Caller {
  if (peer.uid === null) throw new ConpaasError('CERTIFICATE_REQUIRED');
  if (peer.role === 'user') return { kind: 'certificate', uid: peer.uid, role: 'user' };
  if (peer.role === 'manager' && peer.serviceLocator !== null && peer.serviceLocator > 0)
    return { kind: 'manager', uid: peer.uid, role: 'manager', aid: peer.serviceLocator };
  throw new ConpaasError('FORBIDDEN', {
    role: peer.role,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
  });
}
