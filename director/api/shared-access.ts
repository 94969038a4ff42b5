import { isIPv6 } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import type { CertificateAccess } from './certificate-access.ts';
import { checkHost, checkOrigin, loopbackHosts } from './origin.ts';
import type { SessionAccess } from './session-access.ts';

export interface SharedAccessOptions {
  certificates: CertificateAccess;
  sessions: SessionAccess;
  /** Under which other computers reach the listener; null where it is for this computer only. */
  hostName: () => string | null;
  /** Of this computer, where it listens while it is not shared. */
  ownAddress: string;
  port: () => number;
}

const httpsPort = 443;

/**
 * The listener of the API proves callers by their certificate. While the Director is shared on a network it is also where browsers
 * of other computers sign in: then it knows them by their session cookie, which counts before a certificate that a browser may have.
 */
export class SharedAccess implements Access {
  readonly #options: SharedAccessOptions;

  constructor(options: SharedAccessOptions) {
    this.#options = options;
  }

  identify(request: FastifyRequest): Caller {
    const { certificates, sessions } = this.#options;
    if (!this.isShared) return certificates.identify(request);
    if (sessions.find(request)) return sessions.identify(request);
    if (isOfBrowser(request) && !hasCertificate(request)) throw new ConpaasError('NOT_SIGNED_IN');
    return certificates.identify(request);
  }

  get isShared(): boolean {
    return this.#options.hostName() !== null;
  }

  /**
   * Refuses what comes under a wrong name or from a wrong page. Programs may use any name, as they check the certificate.
   * @throws ConpaasError WRONG_HOST, WRONG_ORIGIN
   */
  check(request: FastifyRequest): void {
    // A connection from another computer may be left from before sharing ended.
    if (!this.isShared && !this.#isOwn(request.socket.localAddress)) checkHost(request, new Set());
    if (this.isShared && isOfBrowser(request)) checkHost(request, this.#hosts());
    checkOrigin(request, 'https');
  }

  /** A listener of both families shows addresses of IPv4 in the form of IPv6. */
  #isOwn(address: string | undefined): boolean {
    // A socket that is closed by now has none, and nobody reads the answer.
    return address === undefined || address.replace(/^::ffff:/, '') === this.#options.ownAddress;
  }

  #hosts(): ReadonlySet<string> {
    const port = this.#options.port();
    const hostName = this.#options.hostName() ?? '';
    const host = isIPv6(hostName) ? `[${hostName}]` : hostName.toLowerCase();
    // Browsers leave the usual port of a scheme out.
    const usual = port === httpsPort ? [host, 'localhost', '127.0.0.1', '[::1]'] : [];
    return new Set([...loopbackHosts(port), `${host}:${port}`, ...usual]);
  }
}

const hasCertificate = ({ raw: { socket } }: FastifyRequest) =>
  socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0;

/** Browsers tell where a request comes from, or at least that they want a page; programs do neither. */
function isOfBrowser({ headers }: FastifyRequest): boolean {
  const told = headers['sec-fetch-site'] ?? headers.origin ?? headers.cookie;
  return told !== undefined || (headers.accept ?? '').includes('text/html');
}
