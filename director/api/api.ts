import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger.ts';
import type { Credentials } from '../wire/method.ts';
import type { Peer } from '../wire/trust.ts';
import { CertificateAccess } from './certificate-access.ts';
import type { Handlers } from './handlers.ts';
import { LaunchTokens } from './launch-tokens.ts';
import { closeListener, listenAt, type Notice } from './listen.ts';
import { checkHost, checkOrigin, loopbackHosts } from './origin.ts';
import type { HandlerTable } from './register-routes.ts';
import { createServer } from './server.ts';
import { SessionAccess } from './session-access.ts';
import { type SessionStore, Sessions } from './sessions.ts';
import { launchTokenHandler, sessionHandler } from './sign-in.ts';
import { uiFallback } from './ui-files.ts';

export interface ApiOptions {
  version: string;
  handlers: Handlers;
  log: Logger;
  sessions: SessionStore;
  /** The listener of the window and the browser: plain HTTP on 127.0.0.1. */
  ui: { port: number; directory: string };
  /** The listener for client certificates: managers, the command line, other programs. */
  certificates: {
    address: string;
    port: number;
    credentials: Credentials;
    isRevoked(peer: Peer): boolean;
    /** Other routes of this listener, for older clients. They check their callers themselves, by the certificate that `peerOf` proves. */
    legacy?: (peerOf: PeerOf) => FastifyPluginAsync;
  };
}

/** Whom the certificate of a request's connection names. @throws ConpaasError CERTIFICATE_REQUIRED where it proves nobody */
export type PeerOf = (request: FastifyRequest) => Peer;

const uiAddress = '127.0.0.1';
/** TLS options of the listener; certificates are asked for, and looked at per route, as some routes are public. */
const tlsOf = ({ key, cert, ca }: Credentials) => ({ key, cert, ca, minVersion: 'TLSv1.2' as const });

/** The modern API on its two listeners. */
export class Api {
  readonly ui: FastifyInstance;
  readonly certificates: FastifyInstance;
  readonly #https;
  readonly #options: ApiOptions;
  readonly #tokens = new LaunchTokens();
  readonly #notices: Notice[] = [];
  #uiPort = 0;
  #apiPort = 0;

  constructor(options: ApiOptions) {
    this.#options = options;
    const { version, log, ui, certificates } = options;
    // The route's name ties a handler's types to its schemas, which check the values before it is called.
    const domain = options.handlers as unknown as HandlerTable;
    const createLaunchToken = launchTokenHandler(this.#tokens, (token) => this.#launchUrl(token));

    const access = new SessionAccess(new Sessions(options.sessions), () => this.#uiPort);
    const openSession = sessionHandler(this.#tokens, access, options.handlers.getSession);
    this.ui = createServer({
      version,
      log,
      access,
      handlers: { ...domain, createLaunchToken, openSession },
      check: (request) => {
        checkHost(request, loopbackHosts(this.#uiPort));
        checkOrigin(request, 'http');
      },
      fallback: uiFallback(ui.directory),
      createServer: (listener) => createHttpServer(listener),
    });
    this.ui.register(cookie);

    this.#https = createHttpsServer({
      ...tlsOf(certificates.credentials),
      requestCert: true,
      rejectUnauthorized: false,
    });
    const byCertificate = new CertificateAccess({ isRevoked: certificates.isRevoked });
    this.certificates = createServer({
      version,
      log,
      access: byCertificate,
      handlers: { ...domain, createLaunchToken },
      check: (request) => checkOrigin(request, 'https'),
      createServer: (listener) => this.#https.on('request', listener),
    });
    if (certificates.legacy) this.certificates.register(certificates.legacy((request) => byCertificate.peer(request)));
  }

  /** Listens on both. @returns the addresses, without a slash at the end */
  async start(): Promise<{ uiUrl: string; apiUrl: string }> {
    const { ui, certificates } = this.#options;
    const [uiPlace, apiPlace] = await Promise.all([
      listenAt(this.ui, uiAddress, ui.port),
      listenAt(this.certificates, certificates.address, certificates.port),
    ]);
    this.#uiPort = uiPlace.port;
    this.#apiPort = apiPlace.port;
    for (const { notice } of [uiPlace, apiPlace]) if (notice) this.#notices.push(notice);
    return { uiUrl: this.#uiUrl, apiUrl: `https://${certificates.address}:${this.#apiPort}` };
  }

  /** Ends event streams, lets answers under way finish (for some seconds), and closes both listeners. */
  async stop(): Promise<void> {
    await Promise.all([closeListener(this.ui), closeListener(this.certificates)]);
  }

  /** Ports that were taken. */
  get notices(): Notice[] {
    return [...this.#notices];
  }

  /** An address that signs this user in, once, within 5 minutes. The token is in the part that browsers do not send. */
  launchUrl(uid: number): string {
    return this.#launchUrl(this.#tokens.issue(uid));
  }

  /** Presents another certificate from the next connection on. */
  setCredentials(credentials: Credentials): void {
    this.#https.setSecureContext(tlsOf(credentials));
  }

  get #uiUrl(): string {
    return `http://${uiAddress}:${this.#uiPort}`;
  }

  #launchUrl(token: string): string {
    return `${this.#uiUrl}/#launch=${token}`;
  }
}
