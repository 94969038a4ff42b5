import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';
import type { Issued } from '../../director/certificates/authority.ts';
import { ConpaasError } from '../../director/contract/errors.ts';
import { routes } from '../../director/contract/routes.ts';
import { InMemoryDirector, matchRoute } from '../unit/cli/in-memory-director.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** The Director in memory behind HTTPS that asks for a client certificate, as the real one on port 5555. */
export class FakeDirector extends InMemoryDirector {
  readonly #server: Server;
  readonly #raw = new Map<string, Answer>();
  readonly #sockets = new Set<Duplex>();

  constructor({ key, cert, ca }: Pick<Issued, 'key' | 'cert' | 'ca'>) {
    super();
    this.#server = createServer(
      { key, cert, ca, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        void this.#serve(request, response);
      },
    );
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Listens on a free port. */
  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers a route by hand: in pieces, cut off, or not like a Director. */
  onRaw(name: string, answer: Answer): void {
    this.#raw.set(name, answer);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', socket } = request;
    const name = matchRoute(method, url.replace(/\?.*/, ''))?.name;
    const isPublic = name !== undefined && routes[name].audience === 'public';
    if (!isPublic && !(socket instanceof TLSSocket && socket.authorized)) {
      const body = JSON.stringify(new ConpaasError('CERTIFICATE_REQUIRED').toBody());
      response.writeHead(401, { 'content-type': 'application/json; charset=utf-8' }).end(body);
      return;
    }
    const raw = this.#raw.get(name ?? '');
    if (raw) return raw(request, response);
    const bytes = await buffer(request);
    const isJson = request.headers['content-type'] === 'application/json';
    const answer = this.answer({
      method,
      path: url,
      ...(isJson ? { body: JSON.parse(bytes.toString()) } : { file: bytes }),
    });
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body);
  }
}
