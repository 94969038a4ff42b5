import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Counters } from '../role-server.ts';

/** Longer than those who keep connections to us do, so that it is they who close. */
const keepAliveMs = 75_000;

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** One line of the access log, as nginx and haproxy write it here. */
function logLine(request: IncomingMessage, url: string, status: number, client: string, startedAt: number): string {
  const time = new Date().toISOString();
  const line = `"${request.method} ${url} HTTP/${request.httpVersion}"`;
  const agent = JSON.stringify(request.headers['user-agent'] ?? '');
  return `${client} - - [${time}] ${line} ${status} ${agent} ${(performance.now() - startedAt).toFixed(0)}\n`;
}

/** An HTTP server that counts, logs what it was asked, and ends without losing a request. */
export class HttpListener {
  readonly #server: Server;
  readonly #counters: Counters = { requests: 0, errors: 0, active: 0 };
  #place = '';

  /** @param clientOf the visitor's address, for the log; null to write no log */
  constructor(handler: Handler, clientOf: ((request: IncomingMessage) => string) | null) {
    this.#server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 0 }, (request, response) => {
      const startedAt = performance.now();
      const { url = '' } = request;
      this.#counters.requests += 1;
      this.#counters.active += 1;
      response.once('close', () => {
        this.#counters.active -= 1;
        if (response.statusCode >= 500) this.#counters.errors += 1;
        if (clientOf) process.stdout.write(logLine(request, url, response.statusCode, clientOf(request), startedAt));
      });
      handler(request, response).catch((thrown) => {
        console.error(`${request.method} ${request.url}: ${thrown instanceof Error ? thrown.stack : thrown}`);
        if (response.headersSent) response.destroy();
        else refuse(response, 502);
      });
    });
  }

  get counters(): Counters {
    return { ...this.#counters };
  }

  /** Listens there; nothing happens when it does already. @throws Error when the port is taken */
  async listen(address: string, port: number): Promise<void> {
    const place = `${address}:${port}`;
    if (this.#place === place) return;
    if (this.#place !== '') await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host: address, port, backlog: 1024 }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#place = place;
  }

  /** Resolves when the last request is answered. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }
}

const reasons: Record<number, string> = {
  301: 'Moved Permanently',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Time-out',
};

/** Answers with nothing but a status. */
export function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  const text = `${status} ${reasons[status] ?? ''}\n`;
  response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': text.length, ...headers });
  response.end(text);
}
