import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createSecureContext, TLSSocket } from 'node:tls';
import { certificateError } from '../contract/certificate-trouble.ts';
import { ConpaasError } from '../contract/errors.ts';
import { isStale } from './connection-failure.ts';
import type { Credentials, Place } from './method.ts';
import { peerCertificate } from './peer-certificate.ts';
import type { Peer } from './trust.ts';

/** A request about to be made. */
export interface Exchange {
  agent: Agent;
  place: Place;
  /** Of the URL, with the query. */
  path: string;
  verb: 'GET' | 'POST';
  headers: Record<string, string | number>;
  body?: string | Readable;
  accepts: (peer: Peer) => boolean;
  /** Whether the certificate with this serial was revoked; none is when left out. */
  isRevoked?: ((serial: string) => boolean) | undefined;
  /** How long nothing may move on the connection, while connecting too. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Connections that show this certificate. What they make of the other end's is decided by `exchange`, which can tell why. */
export function openAgent({ key, cert, ca }: Credentials, keepAlive: boolean): Agent {
  return new Agent({
    // Made once: given to each connection, key and certificates would be read and kept anew for each.
    secureContext: createSecureContext({ key, cert, ca, minVersion: 'TLSv1.2' }),
    keepAlive,
    // TLS itself would only end the connection, and take the dates of a refused certificate with it.
    rejectUnauthorized: false,
    // Peers are known by their certificate's subject, not by name (reference §5.2).
    checkServerIdentity: () => undefined,
    // A resumed session shows no certificate, and would skip the check of its dates.
    maxCachedSessions: 0,
  });
}

/** The peer is of our authority, but not the one that was looked for. */
class UnexpectedPeer extends Error {
  constructor(peer: Peer | undefined) {
    super(peer ? `a certificate of the role "${peer.role}" of somebody else answers there` : 'it has no certificate');
    this.name = 'UnexpectedPeer';
  }
}

/** Nothing came for so long that the request was given up. */
class Silence extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds / 1000} s`);
    this.name = 'Silence';
  }
}

/** The certificate at the other end is no good, for the reason that is the cause. */
class BadCertificate extends Error {
  constructor(cause: ConpaasError) {
    super(cause.message.replace(/\.$/, ''), { cause });
    this.name = 'BadCertificate';
  }
}

/** Resolves when the connection is made and the other end has shown whom we look for, before anything is sent over it. */
async function verifiedSocket(request: ClientRequest, { accepts, isRevoked }: Exchange): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.on('error', reject);
    request.on('socket', (socket) => {
      if (!(socket instanceof TLSSocket)) reject(new UnexpectedPeer(undefined));
      else if (socket.authorized) resolve();
      else socket.once('secureConnect', resolve);
    });
  });
  const { socket } = request;
  const refused = socket instanceof TLSSocket ? refusalOf(socket, accepts, isRevoked) : new UnexpectedPeer(undefined);
  if (!refused) return;
  request.destroy(refused);
  throw refused;
}

/** Why the other end of a connection is not to be talked to; its chain was looked at by TLS, which lets us judge. */
function refusalOf(
  socket: TLSSocket,
  accepts: Exchange['accepts'],
  isRevoked: Exchange['isRevoked'],
): Error | undefined {
  const now = Date.now();
  const certificate = peerCertificate(socket, now);
  if (certificate?.trouble) {
    const { trouble, validity } = certificate;
    return new BadCertificate(certificateError(trouble, { whose: 'its', checker: 'this computer', validity, now }));
  }
  if (certificate?.refusal) return Object.assign(new Error(certificate.refusal), { code: certificate.refusal });
  const peer = certificate?.peer;
  if (peer && isRevoked?.(peer.serial)) {
    return Object.assign(new BadCertificate(new ConpaasError('CERTIFICATE_REVOKED', { serial: peer.serial })), {
      message: 'its certificate was revoked',
    });
  }
  return peer && socket.authorized && accepts(peer) ? undefined : new UnexpectedPeer(peer);
}

/** Waits for the head of the answer while the body goes out; an answer may come before its end. */
async function send(request: ClientRequest, body: Exchange['body']): Promise<IncomingMessage> {
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
  });
  if (body === undefined || typeof body === 'string') {
    request.end(body);
    return answered;
  }
  const sent = pipeline(body, request);
  const response = await Promise.race([answered, sent.then(() => answered)]);
  // Refused early: what is left of the body need not be sent once the answer was read.
  response.once('end', () => request.writableFinished || request.destroy());
  return response;
}

function open({ agent, place, path, verb, headers, timeoutMs, signal }: Exchange): ClientRequest {
  const request = httpsRequest({
    agent,
    host: place.address,
    port: place.port,
    method: verb,
    path,
    headers,
    timeout: timeoutMs,
    ...(signal ? { signal } : {}),
  });
  request.on('timeout', () => request.destroy(new Silence(timeoutMs)));
  return request;
}

/** Whether a request over a kept connection is certain not to have been carried out, or does no harm when it is twice. */
function canBeMadeAgain({ verb }: Exchange, thrown: unknown): boolean {
  // A peer shows its renewed certificate on new connections only. Nothing was sent over this one.
  return thrown instanceof BadCertificate || (verb === 'GET' && isStale(thrown));
}

/**
 * Makes one request over a verified connection and resolves with the head of its answer. A GET over a kept connection that
 * turns out to be closed is made once more over a new one; a POST is not, as it may have been carried out. Any is where the certificate of a kept
 * connection is no good any more.
 * @throws what the connection or the body's stream throws, Silence, UnexpectedPeer
 */
export async function exchange(wanted: Exchange): Promise<IncomingMessage> {
  const request = open(wanted);
  try {
    await verifiedSocket(request, wanted);
    return await send(request, wanted.body);
  } catch (thrown) {
    request.destroy();
    if (!request.reusedSocket || !canBeMadeAgain(wanted, thrown)) throw thrown;
    return exchange({ ...wanted, agent: new Agent({ ...wanted.agent.options, keepAlive: false }) });
  }
}
