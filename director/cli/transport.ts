import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as startRequest } from 'node:https';
import type { PeerCertificate } from 'node:tls';
import { failureOf, type Transport, type TransportAnswer, type TransportRequest } from '../contract/client.ts';
import { ConpaasError } from '../contract/errors.ts';
import { connectionFailure, WrongRoleError } from './connection-failure.ts';
import { FileUpload } from './file-upload.ts';

/** Milliseconds for the connection with its handshake. */
const connectLimit = 10_000;
/** Milliseconds without a byte: an upload is unpacked and checked before it is answered. */
const silenceLimit = 300_000;

/** Where the Director is, who asks, and which CA to believe (all PEM). */
export interface DirectorAccess {
  url: string;
  /** Left out with the key: public routes only. */
  cert?: Buffer;
  key?: Buffer;
  /** null: whoever answers is believed. Only to ask a server for its CA, which is then to be confirmed by somebody. */
  ca: Buffer | null;
}

/** The host name is never compared (reference §5.2); what counts is the CA, and that it is no manager's or user's certificate. */
function checkRole(_host: string, certificate: PeerCertificate): Error | undefined {
  const role = Object.entries(certificate.subject).find(([field]) => field === 'role')?.[1];
  return role === 'frontend' ? undefined : new WrongRoleError(`its role is "${role ?? 'none'}" and not "frontend"`);
}

function limitConnecting(request: ClientRequest): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const late = () => request.destroy(new Error(`no answer within ${connectLimit / 1000} s`));
    const timer = setTimeout(late, connectLimit);
    socket.once('secureConnect', () => clearTimeout(timer));
    request.once('close', () => clearTimeout(timer));
  });
}

function sendFile(request: ClientRequest, file: FileUpload, onProgress?: (sentBytes: number) => void): void {
  let sent = 0;
  const stream = file.stream();
  stream.on('data', (chunk: Buffer) => {
    sent += chunk.length;
    onProgress?.(sent);
  });
  stream.on('end', () => {
    if (sent === file.size) request.end();
    else request.destroy(new ConpaasError('FILE_CHANGED', { file: file.path }));
  });
  stream.on('error', (error) => request.destroy(error));
  request.once('close', () => stream.destroy());
  stream.pipe(request, { end: false });
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const isJson = (answer: IncomingMessage) => (answer.headers['content-type'] ?? '').includes('json');

/** Requests over HTTPS with the user's certificate, on connections that are kept for the next request. */
export class HttpsTransport implements Transport {
  readonly #access: DirectorAccess;
  readonly #agent: Agent;
  readonly #told: (text: string) => void;

  /** @param told hears a line per request, for --debug */
  constructor(access: DirectorAccess, told: (text: string) => void = () => undefined) {
    this.#access = access;
    this.#told = told;
    const { cert, key, ca } = access;
    const verification = ca ? { ca, checkServerIdentity: checkRole } : { rejectUnauthorized: false };
    this.#agent = new Agent({ keepAlive: true, cert, key, minVersion: 'TLSv1.2', ...verification });
  }

  /** @throws ConpaasError DIRECTOR_UNREACHABLE, DIRECTOR_NOT_TRUSTED, DIRECTOR_HTTP_STATUS, FILE_CHANGED */
  async send(request: TransportRequest): Promise<TransportAnswer> {
    const answer = await this.#exchange(request);
    return this.#whole(request, answer);
  }

  /**
   * Opens an answer to be read as it comes: a download, a stream of events.
   * @throws ConpaasError what the Director refused it with, and as send()
   */
  async open(request: TransportRequest): Promise<IncomingMessage> {
    const answer = await this.#exchange(request);
    if ((answer.statusCode ?? 0) < 400) return answer;
    throw failureOf(await this.#whole(request, answer));
  }

  close(): void {
    this.#agent.destroy();
  }

  async #whole(request: TransportRequest, answer: IncomingMessage): Promise<TransportAnswer> {
    const { url } = this.#access;
    const status = answer.statusCode ?? 0;
    const body = await bodyOf(answer).catch((error: Error) => {
      throw connectionFailure(url, error);
    });
    const method = `${request.method} ${request.path.replace(/\?.*/, '')}`;
    if (status >= 400 && !isJson(answer)) throw new ConpaasError('DIRECTOR_HTTP_STATUS', { method, url, status });
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { status, headers: Object.fromEntries(headers), body };
  }

  async #exchange({ method, path, json, file, signal, onProgress }: TransportRequest): Promise<IncomingMessage> {
    const { url } = this.#access;
    this.#told(`${method} ${url}${path}`);
    const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json));
    const upload = file instanceof FileUpload ? file : undefined;
    const headers = {
      ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
      ...(upload ? { 'content-type': 'application/octet-stream', 'content-length': upload.size } : {}),
    };
    try {
      const request = startRequest(new URL(path, url), {
        method,
        headers,
        agent: this.#agent,
        timeout: silenceLimit,
        ...(signal ? { signal } : {}),
      });
      limitConnecting(request);
      request.once('timeout', () => request.destroy(new Error(`no answer within ${silenceLimit / 1000} s`)));
      const answered = once(request, 'response');
      if (upload) sendFile(request, upload, onProgress);
      else request.end(body);
      const [answer]: IncomingMessage[] = await answered;
      if (!answer) throw new Error('no answer');
      // A refusal may come while the file is still being sent: the rest of it is of no use to anybody.
      request.on('error', () => undefined);
      return answer;
    } catch (error) {
      throw connectionFailure(url, error instanceof Error ? error : new Error(String(error)));
    }
  }
}
