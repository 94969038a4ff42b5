import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TLSSocket } from 'node:tls';
import { isStale } from './connection-failure.ts';
import type { Place } from './method.ts';
import { type Peer, peerOfSocket } from './trust.ts';

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
  /** How long nothing may move on the connection, while connecting too. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
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

/** Resolves when the connection is verified, before anything is sent over it. */
async function verifiedSocket(request: ClientRequest, accepts: Exchange['accepts']): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.on('error', reject);
    request.on('socket', (socket) => {
      if (!(socket instanceof TLSSocket)) reject(new UnexpectedPeer(undefined));
      else if (socket.authorized) resolve();
      else socket.once('secureConnect', resolve);
    });
  });
  const { socket } = request;
  const peer = socket instanceof TLSSocket ? peerOfSocket(socket) : undefined;
  if (peer && accepts(peer)) return;
  const error = new UnexpectedPeer(peer);
  request.destroy(error);
  throw error;
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

/**
 * Makes one request over a verified connection and resolves with the head of its answer. A GET over a kept connection that
 * turns out to be closed is made once more over a new one; a POST is not, as it may have been carried out.
 * @throws what the connection or the body's stream throws, Silence, UnexpectedPeer
 */
export async function exchange(wanted: Exchange): Promise<IncomingMessage> {
  const request = open(wanted);
  try {
    await verifiedSocket(request, wanted.accepts);
    return await send(request, wanted.body);
  } catch (thrown) {
    request.destroy();
    const again = wanted.verb === 'GET' && request.reusedSocket && isStale(thrown);
    if (!again) throw thrown;
    return exchange({ ...wanted, agent: new Agent({ ...wanted.agent.options, keepAlive: false }) });
  }
}
