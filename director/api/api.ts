import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { isIPv6 } from 'node:net';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { ConpaasError } from '../contract/errors.ts';
import type { User } from '../contract/user.ts';
import type { Logger } from '../logging/logger.ts';
import type { Sessions } from '../users/sessions.ts';
import type { NamedPassword } from '../users/sign-in.ts';
import type { Credentials } from '../wire/method.ts';
import type { Peer } from '../wire/trust.ts';
import type { Accounts } from './access.ts';
import { CertificateAccess } from './certificate-access.ts';
import { ClientConnections } from './client-connections.ts';
import { notFound, sendFailure } from './failures.ts';
import type { Handlers } from './handlers.ts';
import { LaunchTokens } from './launch-tokens.ts';
import { closeListener, type ListenAddress, listenAt, moveListener, type Notice } from './listen.ts';
import { checkHost, checkOrigin, loopbackHosts } from './origin.ts';
import type { HandlerTable } from './register-routes.ts';
import { createServer } from './server.ts';
import { SessionAccess } from './session-access.ts';
import { SharedAccess } from './shared-access.ts';
import { launchTokenHandler, sessionHandlers } from './sign-in.ts';
import { uiFallback } from './ui-files.ts';

export interface ApiOptions {
  version: string;
  handlers: Handlers;
  log: Logger;
  sessions: Sessions;
  users: Accounts & { authenticate(given: NamedPassword, address: string): Promise<User> };
  /** The listener of the window and the browser: plain HTTP on 127.0.0.1. */
  ui: { port: number; directory: string };
  /** The listener for client certificates: managers, the command line, other programs; of browsers too while it is shared. */
  certificates: {
    address: string;
    /** Under which other computers reach it, or null. */
    hostName: string | null;
    /** Where it listens while it is shared; all addresses when left out. */
    sharedAddress?: string;
    port: number;
    credentials: Credentials;
    refusalOf(peer: Peer): ConpaasError | undefined;
    /** Other routes of this listener, for older clients. They check their callers themselves, by the certificate that `peerOf` proves. */
    legacy?: (peerOf: PeerOf) => { plugin: FastifyPluginAsync; refuseMethod: onRequestAsyncHookHandler };
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
  readonly #connections: ClientConnections;
  readonly #options: ApiOptions;
  readonly #tokens = new LaunchTokens();
  readonly #notices: Notice[] = [];
  #uiPort = 0;
  #apiPort = 0;
  #hostName: string | null;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#hostName = options.certificates.hostName;
    const { version, log, ui, certificates } = options;
    // The route's name ties a handler's types to its schemas, which check the values before it is called.
    const domain = options.handlers as unknown as HandlerTable;
    const createLaunchToken = launchTokenHandler(this.#tokens, (token) => this.#launchUrl(token));

    const { sessions, users } = options;
    const { getSession } = options.handlers;
    const access = new SessionAccess({ sessions, accounts: users, port: () => this.#uiPort, secure: false });
    const pages = uiFallback(ui.directory);
    this.ui = createServer({
      version,
      log,
      access,
      handlers: {
        ...domain,
        createLaunchToken,
        ...sessionHandlers({ access, users, getSession, tokens: this.#tokens }),
      },
      check: (request) => {
        checkHost(request, loopbackHosts(this.#uiPort));
        checkOrigin(request, 'http');
      },
      fallback: pages,
      createServer: (listener) => createHttpServer(listener),
    });
    this.ui.register(cookie);

    this.#https = createHttpsServer({
      ...tlsOf(certificates.credentials),
      requestCert: true,
      rejectUnauthorized: false,
    });
    this.#connections = new ClientConnections(this.#https);
    const port = () => this.#apiPort;
    const byCertificate = new CertificateAccess({ refusalOf: certificates.refusalOf, accounts: users });
    const bySession = new SessionAccess({ sessions, accounts: users, port, secure: true });
    const shared = new SharedAccess({
      certificates: byCertificate,
      sessions: bySession,
      hostName: () => this.#hostName,
      ownAddress: certificates.address,
      port,
    });
    const { openSession, closeSession } = sessionHandlers({ access: bySession, users, getSession, tokens: null });
    this.certificates = createServer({
      version,
      log,
      access: shared,
      handlers: {
        ...domain,
        createLaunchToken,
        closeSession,
        openSession: async (input, reply) => {
          if (!shared.isShared) throw notFound(reply.request);
          return openSession(input, reply);
        },
      },
      check: (request) => shared.check(request),
      fallback: (request, reply) => (shared.isShared ? pages(request, reply) : sendFailure(reply, notFound(request))),
      createServer: (listener) => this.#https.on('request', listener),
    });
    this.certificates.register(cookie);
    const legacy = certificates.legacy?.((request) => byCertificate.peer(request));
    if (legacy) this.certificates.addHook('onRequest', legacy.refuseMethod).register(legacy.plugin);
  }

  /** Listens on both. @returns the addresses, without a slash at the end */
  async start(): Promise<{ uiUrl: string; apiUrl: string }> {
    const { ui, certificates } = this.#options;
    const [uiPlace, apiPlace] = await Promise.all([
      listenAt(this.ui, uiAddress, ui.port),
      listenAt(this.certificates, this.#apiAddress(this.#hostName), certificates.port),
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

  /**
   * Opens the API's listener to other computers under this name, or (null) closes it to them, on the same port and without a restart.
   * @throws ConpaasError PORT_TAKEN when another program has the port on one of the addresses; all stays as it was
   */
  async share(hostName: string | null): Promise<void> {
    const [from, to] = [this.#apiAddress(this.#hostName), this.#apiAddress(hostName)];
    if (from !== to) await moveListener(this.certificates, from, to);
    this.#hostName = hostName;
  }

  /** Where other computers find the Director, without a slash at the end; null where they do not. */
  get sharedUrl(): string | null {
    const host = this.#hostName;
    if (host === null) return null;
    return `https://${isIPv6(host) ? `[${host}]` : host}:${this.#apiPort}`;
  }

  /** Presents another certificate from the next connection on. */
  setCredentials(credentials: Credentials): void {
    this.#https.setSecureContext(tlsOf(credentials));
  }

  /** Ends what is still open of certificates that are refused by now. */
  endRefused(): void {
    this.#connections.endRefused(this.#options.certificates.refusalOf);
  }

  #apiAddress(hostName: string | null): ListenAddress {
    const { address, sharedAddress } = this.#options.certificates;
    return hostName === null ? address : sharedAddress;
  }

  get #uiUrl(): string {
    return `http://${uiAddress}:${this.#uiPort}`;
  }

  #launchUrl(token: string): string {
    return `${this.#uiUrl}/#launch=${token}`;
  }
}
