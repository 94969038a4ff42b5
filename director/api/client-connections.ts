import type { Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { ConpaasError } from '../contract/errors.ts';
import { peerCertificate } from '../wire/peer-certificate.ts';
import type { Peer } from '../wire/trust.ts';

/** So long an answer under way may still take, which may be the one to the revocation itself. */
const graceMs = 1000;

/** The open connections of a listener, so that those of revoked certificates can be ended: an event stream would go on for ever. */
export class ClientConnections {
  readonly #sockets = new Set<TLSSocket>();

  constructor(server: Server) {
    server.on('secureConnection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Ends those whose certificate is refused now, a second later. New requests over them are refused by themselves. */
  endRefused(refusalOf: (peer: Peer) => ConpaasError | undefined): void {
    for (const socket of this.#sockets) {
      const peer = peerCertificate(socket, Date.now())?.peer;
      if (peer && refusalOf(peer)) setTimeout(() => socket.destroy(), graceMs).unref();
    }
  }
}
