import type { IncomingMessage } from 'node:http';
import type { Agent } from 'node:https';
import type { Readable } from 'node:stream';
import { ConpaasError } from '../contract/errors.ts';
import { reasonOf } from './connection-failure.ts';
import { filenameOf } from './content-disposition.ts';
import { errorOfAnswer, type FailedAnswer, WireError } from './errors.ts';
import { type Exchange, exchange, openAgent } from './exchange.ts';
import type { Credentials, Place } from './method.ts';
import { type FileToUpload, multipart } from './multipart.ts';
import type { Peer } from './trust.ts';

export interface CallOptions {
  /** Ends the call; it then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** How long nothing may move on the connection: 60 s for calls, 10 min for files when left out. */
  timeoutMs?: number | undefined;
  /** Narrows whom this call may reach, for example to one application, besides what the client accepts. */
  accepts?: (peer: Peer) => boolean;
  /** The error for a peer that is not reached; AGENT_UNREACHABLE when left out. `why` ends a sentence. */
  unreachable?: (why: string) => ConpaasError;
}

/** A file that is being answered. Its stream fails when the connection ends before the file does. */
interface Download {
  filename: string;
  size: number | undefined;
  stream: Readable;
}

/** Calls managers and agents (reference §7). Failed answers are thrown as the ConpaasError that the peer sent. */
export interface WireClient {
  /** @returns the answer's `result`, unchecked */
  call(
    place: Place,
    serviceId: number,
    verb: 'GET' | 'POST',
    method: string,
    parameters?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<unknown>;
  upload(
    place: Place,
    serviceId: number,
    method: string,
    fields: Record<string, string>,
    file: FileToUpload,
    options?: CallOptions,
  ): Promise<unknown>;
  download(
    place: Place,
    serviceId: number,
    method: string,
    parameters?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<Download>;
  /** New connections use them; what is under way ends over the old ones. */
  setCredentials(credentials: Credentials): void;
  /** Ends all connections, also those in use. */
  close(): void;
}

export interface WireClientOptions {
  credentials: Credentials;
  /** Asked for each call before anything is sent; the peer's chain was verified before. Host names are not compared (§5.2). */
  accepts: (peer: Peer) => boolean;
  /** Whether the certificate with this serial was revoked; none is when left out. */
  isRevoked?: (serial: string) => boolean;
}

const callTimeoutMs = 60_000;
const fileTimeoutMs = 10 * 60_000;
const answerLimitBytes = 64 * 1024 * 1024;

type Outgoing = Pick<Exchange, 'place' | 'path' | 'verb' | 'headers' | 'body' | 'timeoutMs'>;

function retire(agent: Agent): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

function query(serviceId: number, method: string, parameters: Record<string, unknown>): string {
  const params = JSON.stringify(parameters);
  return `/?${new URLSearchParams({ service_id: String(serviceId), method, id: '1', params })}`;
}

export function createWireClient({ credentials, accepts, isRevoked }: WireClientOptions): WireClient {
  let agent = openAgent(credentials, true);

  /** Makes the exchange and turns whatever goes wrong while `read` reads its answer into the error for the caller. */
  async function converse<T>(
    outgoing: Outgoing,
    options: CallOptions,
    read: (response: IncomingMessage) => Promise<T>,
  ): Promise<T> {
    const expected = (peer: Peer) => accepts(peer) && (options.accepts?.(peer) ?? true);
    try {
      options.signal?.throwIfAborted();
      return await read(await exchange({ ...outgoing, agent, accepts: expected, isRevoked, signal: options.signal }));
    } catch (thrown) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (thrown instanceof ConpaasError) throw thrown;
      const why = reasonOf(thrown);
      const { address, port } = outgoing.place;
      const error = options.unreachable?.(why);
      if (error) throw Object.assign(error, { cause: thrown });
      throw new ConpaasError('AGENT_UNREACHABLE', { address: `${address}:${port}`, why }, { cause: thrown });
    }
  }

  return {
    call(place, serviceId, verb, method, parameters = {}, options = {}) {
      const headers = { 'Content-Type': 'application/json' };
      const timeoutMs = options.timeoutMs ?? callTimeoutMs;
      if (verb === 'GET') {
        const path = query(serviceId, method, parameters);
        return converse({ place, verb, path, headers, timeoutMs }, options, readResult);
      }
      const body = JSON.stringify({ method, params: parameters, id: '1', service_id: serviceId });
      const length = { 'Content-Length': Buffer.byteLength(body) };
      const outgoing = { place, verb, path: '/', headers: { ...headers, ...length }, body, timeoutMs };
      return converse(outgoing, options, readResult);
    },

    async upload(place, serviceId, method, fields, file, options = {}) {
      const { headers, body } = multipart({ service_id: String(serviceId), method, ...fields }, file);
      const timeoutMs = options.timeoutMs ?? fileTimeoutMs;
      try {
        return await converse({ place, verb: 'POST', path: '/', headers, body, timeoutMs }, options, readResult);
      } finally {
        file.stream.destroy();
      }
    },

    download(place, serviceId, method, parameters = {}, options = {}) {
      const path = query(serviceId, method, parameters);
      const headers = { 'Content-Type': 'application/json' };
      const timeoutMs = options.timeoutMs ?? fileTimeoutMs;
      return converse({ place, verb: 'GET', path, headers, timeoutMs }, options, readDownload);
    },

    setCredentials(renewed) {
      retire(agent);
      agent = openAgent(renewed, true);
    },
    close: () => agent.destroy(),
  };
}

async function readResult(response: IncomingMessage): Promise<unknown> {
  const answer = await readAnswer(response);
  if (answer.error !== null && answer.error !== undefined) throw errorOfAnswer(answer);
  return answer.result;
}

async function readDownload(response: IncomingMessage): Promise<Download> {
  const filename = filenameOf(response.headers['content-disposition']);
  if (filename === undefined) {
    await readResult(response);
    throw new WireError('The answer is not a file.');
  }
  const length = Number(response.headers['content-length']);
  return { filename, size: Number.isSafeInteger(length) ? length : undefined, stream: response };
}

async function readAnswer(response: IncomingMessage): Promise<FailedAnswer & { result?: unknown }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > answerLimitBytes) throw new WireError(`The answer is larger than ${answerLimitBytes} bytes.`);
    chunks.push(chunk);
  }
  try {
    const answer: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    // The presence of `error` is what counts: ConPaaS 2.1 sends empty texts (reference §7).
    if (typeof answer === 'object' && answer !== null && 'error' in answer) return answer;
  } catch {
    // Answered below, with the status line, which is where ConPaaS 2.1 puts its text.
  }
  throw new WireError(response.statusMessage || `HTTP status ${response.statusCode}`);
}
