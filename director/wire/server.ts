import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { certificateError } from '../contract/certificate-trouble.ts';
import { ConpaasError } from '../contract/errors.ts';
import { sendFailure, sendFile, sendRefusal, sendResult } from './answer.ts';
import { ProtocolError } from './errors.ts';
import { type Call, type Credentials, FileAnswer, type Method } from './method.ts';
import { parseParameters } from './parameters.ts';
import { peerCertificate } from './peer-certificate.ts';
import { readRequest, type WireRequest } from './request.ts';
import type { Peer } from './trust.ts';

interface WireLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export interface WireServerOptions {
  address: string;
  /** 0 for any free one. */
  port: number;
  credentials: Credentials;
  /** Asked on each request; the peer's chain was verified before. */
  accepts: (peer: Peer) => boolean;
  /** Whether the certificate with this serial was revoked, asked on each request; none is when left out. */
  isRevoked?: (serial: string) => boolean;
  /** Methods of a service, asked on each request; undefined when there is no such service. */
  service: (serviceId: number) => readonly Method[] | undefined;
  /** Existing folder; uploads lie here while their method runs. */
  temporaryDirectory: string;
  /** Of one uploaded file; 512 MB when left out. */
  uploadLimitBytes?: number;
  /** Of a JSON body; 8 MB when left out. */
  jsonLimitBytes?: number;
  log: WireLog;
}

export interface WireServer {
  /** @throws ConpaasError PORT_TAKEN */
  listen(): Promise<{ port: number }>;
  /** Takes no more requests, lets those under way end for `graceMs` (2 s when left out), then closes all connections. */
  close(graceMs?: number): Promise<void>;
  /** New connections use them from now on. */
  setCredentials(credentials: Credentials): void;
}

// Longer than the 30 s for which callers keep a connection, so that it is they who close it.
const keepAliveMs = 65_000;
// Of a connection on which nothing moves; the longest wait of a method is shorter.
const silenceMs = 10 * 60_000;

function tlsOptions({ key, cert, ca }: Credentials) {
  return { key, cert, ca, minVersion: 'TLSv1.2' as const };
}

const refused = (status: number, error: ConpaasError) => new ProtocolError(status, error.message, error.toBody());

/** An HTTPS server that speaks the protocol of managers and agents (reference §7) to peers of our own authority. */
export function createWireServer(options: WireServerOptions): WireServer {
  const { log } = options;
  const limits = {
    temporaryDirectory: options.temporaryDirectory,
    uploadLimitBytes: options.uploadLimitBytes ?? 512 * 1024 * 1024,
    jsonLimitBytes: options.jsonLimitBytes ?? 8 * 1024 * 1024,
  };
  const server = createServer(
    {
      ...tlsOptions(options.credentials),
      requestCert: true,
      // Decided below, so that who comes with an expired certificate is answered.
      rejectUnauthorized: false,
      keepAliveTimeout: keepAliveMs,
      // An upload may take as long as it moves; `timeout` ends one that does not.
      requestTimeout: 0,
    },
    (request, response) => void handle(request, response),
  );
  server.timeout = silenceMs;
  server.on('tlsClientError', (error) => log.warn(`A connection was refused: ${error.message}`));

  /** Nobody without a certificate of our authority gets as far as a request; one with bad dates is told so. */
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    const certificate = peerCertificate(socket, Date.now());
    if (certificate?.peer || certificate?.trouble) return;
    log.warn(`A connection was refused: ${certificate?.refusal ?? 'it came without a certificate'}`);
    socket.destroy();
  });

  function acceptedPeer(request: IncomingMessage): Peer {
    const now = Date.now();
    const certificate = request.socket instanceof TLSSocket ? peerCertificate(request.socket, now) : undefined;
    if (certificate?.trouble) {
      const { trouble, validity } = certificate;
      const named = { whose: "The caller's", checker: 'the instance that was called', validity, now };
      throw refused(401, certificateError(trouble, named));
    }
    const peer = certificate?.peer;
    if (peer && options.isRevoked?.(peer.serial)) {
      throw refused(401, new ConpaasError('CERTIFICATE_REVOKED', { serial: peer.serial }));
    }
    if (peer && options.accepts(peer)) return peer;
    const route = 'this manager or agent';
    throw refused(403, new ConpaasError('FORBIDDEN', { role: peer?.role || 'foreign', route }));
  }

  function methodOf({ serviceId, method, verb }: WireRequest): Method {
    const methods = options.service(serviceId);
    if (!methods) throw new ProtocolError(404, 'Service not found');
    const found = methods.find((candidate) => candidate.name === method && candidate.verb === verb);
    if (!found) throw new ProtocolError(404, 'Method not found');
    return found;
  }

  const asksToKeep = ({ headers }: IncomingMessage) => /\bkeep-alive\b/i.test(headers.connection ?? '');
  let closing = false;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const caller = new AbortController();
    response.on('close', () => response.writableFinished || caller.abort());
    // Clients of ConPaaS 2.1 read an answer until its connection ends, whatever its length says; ours ask for it to be kept.
    if (!asksToKeep(request)) response.setHeader('Connection', 'close');
    let call: WireRequest | undefined;
    try {
      const peer = acceptedPeer(request);
      call = await readRequest(request, limits);
      // Uploads are gone before the answer: who is told that it is done finds nothing left over.
      const result = await perform(call, { peer, signal: caller.signal }).finally(release(call));
      if (closing) response.setHeader('Connection', 'close');
      if (result instanceof FileAnswer) await sendFile(response, result);
      else sendResult(response, call.id, result);
    } catch (thrown) {
      fail(response, call, thrown);
    }
  }

  const release = (call: WireRequest) => () =>
    call.release().catch((thrown) => log.error(`An upload could not be deleted: ${thrown}`));

  async function perform(call: WireRequest, caller: Call): Promise<unknown> {
    const method = methodOf(call);
    return run(method, parseParameters(method.kinds, call.parameters), caller);
  }

  async function run(method: Method, parameters: unknown, call: Call): Promise<unknown> {
    try {
      return await method.run(parameters as never, call);
    } catch (thrown) {
      if (thrown instanceof ConpaasError || call.signal.aborted) throw thrown;
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      log.error(`${method.name} failed: ${thrown instanceof Error ? thrown.stack : why}`);
      throw new ConpaasError('METHOD_FAILED', { method: method.name, why }, { cause: thrown });
    }
  }

  function fail(response: ServerResponse, call: WireRequest | undefined, thrown: unknown): void {
    if (response.destroyed) return;
    if (closing && !response.headersSent) response.setHeader('Connection', 'close');
    if (response.headersSent) {
      log.error(`The answer to ${call?.method} was cut off: ${thrown}`);
      response.destroy();
    } else if (thrown instanceof ProtocolError) {
      sendRefusal(response, thrown);
    } else {
      if (!(thrown instanceof ConpaasError))
        log.error(`A request failed: ${thrown instanceof Error ? thrown.stack : thrown}`);
      sendFailure(response, call?.id ?? null, ConpaasError.from(thrown));
    }
  }

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          const { address, port } = options;
          const taken = error.code === 'EADDRINUSE';
          reject(taken ? new ConpaasError('PORT_TAKEN', { port, address, owner: 'another program' }) : error);
        });
        server.listen(options.port, options.address, () => {
          server.removeAllListeners('error');
          server.on('error', (error) => log.error(`The server failed: ${error.message}`));
          resolve({ port: (server.address() as AddressInfo).port });
        });
      }),
    close: (graceMs = 2000) =>
      new Promise((resolve) => {
        closing = true;
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
    setCredentials: (credentials) => server.setSecureContext(tlsOptions(credentials)),
  };
}
