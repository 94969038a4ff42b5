import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { endToEnd } from './headers.ts';

/** Where a request goes on to. */
export interface Target {
  ip: string;
  port: number;
}

const connectMs = 3000;
// Shorter than the other side keeps them.
const agent = new Agent({ keepAlive: true, timeout: 60_000, scheduling: 'lifo' });

/** Resolves when there is a connection, before anything of the body is read. */
function connected(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => outgoing.destroy(new Error('no connection in time')), connectMs);
    outgoing.once('error', (problem) => {
      clearTimeout(timer);
      reject(problem);
    });
    outgoing.once('socket', (socket) => {
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      if (socket.connecting) socket.once('connect', done);
      else done();
    });
  });
}

function answered(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Sends a request on and its answer back.
 * @param headers of our own, beside those of the visitor
 * @returns false when the target cannot be reached: nothing was sent, another one may be tried
 * @throws what breaks later
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  headers: Record<string, string>,
): Promise<boolean> {
  const { method = 'GET', url = '/' } = request;
  const outgoing = openRequest({
    agent,
    host: target.ip,
    port: target.port,
    method,
    path: url,
    headers: [...endToEnd(request.rawHeaders, false), ...Object.entries(headers).flat()],
    setHost: false,
  });
  const answer = answered(outgoing);
  // It is awaited below; until then a failure is seen by `connected`.
  answer.catch(() => {});
  try {
    await connected(outgoing);
  } catch {
    return false;
  }
  response.once('close', () => outgoing.destroy());
  try {
    if (hasBody(request)) pipeline(request, outgoing).catch(() => {});
    else outgoing.end();
    await giveBack(await answer, response);
    return true;
  } catch (thrown) {
    // A kept connection that was closed meanwhile; the request was not seen by anyone who could have acted on it.
    const unseen = outgoing.reusedSocket && !response.headersSent && !hasBody(request) && !response.destroyed;
    if (unseen && ['GET', 'HEAD', 'OPTIONS'].includes(method)) return forward(request, response, target, headers);
    if (response.destroyed) return true;
    throw thrown;
  }
}

async function giveBack(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders, false));
  await pipeline(answer, response);
}
