import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import type { Bench } from '../figure.ts';

/** Answers of a manager that has one service with nothing going on. */
const answers: Record<string, unknown> = {
  get_services: {
    services: [{ sid: 1, type: 'php', state: 'RUNNING', reason: null, cloud: 'local', url: null, runtime: null }],
  },
  list_service_nodes: { nodes: [] },
};

async function methodOf(request: IncomingMessage): Promise<string> {
  const query = new URL(request.url ?? '/', 'https://manager').searchParams;
  if (request.method === 'GET') return query.get('method') ?? '';
  const { method }: { method?: string } = JSON.parse(await text(request));
  return method ?? '';
}

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = await methodOf(incoming);
  // Nothing happens here: who waits for events waits for its whole time.
  if (method === 'get_events' && incoming.url?.includes('since')) return;
  const result = method === 'get_events' ? { epoch: 'bench', next: 0, events: [] } : (answers[method] ?? {});
  const body = JSON.stringify({ result, error: null, id: '1' });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body);
}

/** Managers that only answer, each of its own application, with its own certificate on its own port. */
export class AnsweringManagers {
  readonly #bench: Bench;
  readonly #authority: Authority;

  private constructor(bench: Bench, authority: Authority) {
    this.#bench = bench;
    this.#authority = authority;
  }

  /** @param directory of the Director that calls them */
  static async open(bench: Bench, directory: string): Promise<AnsweringManagers> {
    return new AnsweringManagers(bench, await openAuthority(`${directory}/certificates`));
  }

  /** @returns its port on 127.0.0.1 */
  async start(uid: number, aid: number): Promise<number> {
    const request = { kind: 'manager', uid, serviceLocator: aid, addresses: ['127.0.0.1'] } as const;
    const { key, cert, ca } = await this.#authority.issue(request);
    const server = createServer({ key, cert, ca, requestCert: true }, (incoming, response) => {
      // A caller that goes away in the middle is nobody's failure.
      answer(incoming, response).catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#bench.defer(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }
}
