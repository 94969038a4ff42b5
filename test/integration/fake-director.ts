import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Authority } from '../../director/certificates/authority.ts';
import type { CreatedNode } from '../../director/contract/created-node.ts';
import { ConpaasError } from '../../director/contract/errors.ts';
import { routes } from '../../director/contract/routes.ts';
import { peerCertificate } from '../../director/wire/peer-certificate.ts';
import { FakeAgent } from './fake-agent.ts';

/**
 * The Director's callback routes for managers, over real mutual TLS. Its "instances" are fake agents in the test's process.
 * Requests with an id that it knows give the same nodes again, as the real Director promises.
 */
export class FakeDirector {
  readonly agents = new Map<string, FakeAgent>();
  /** What agents were told, in the order in which it came: "node-1 createPHP". */
  readonly calls: string[] = [];
  /** Ids that were asked to be destroyed. */
  readonly destroyed: string[] = [];
  readonly requests: { requestId: string; sid: number; roles: string[]; startupScript?: string | undefined }[] = [];
  /** When set, the next requests for nodes are refused with it. */
  refusal: ConpaasError | undefined;
  /** Prepares each agent before it is handed out. */
  prepare: (agent: FakeAgent) => void = () => {};
  /** When set, requests for nodes wait for it before they are answered. */
  gate: Promise<void> | undefined;
  readonly #authority: Authority;
  readonly #place: { uid: number; aid: number; directory: string };
  readonly #made = new Map<string, CreatedNode[]>();
  #server: Server | undefined;
  #port = 0;
  #count = 0;

  private constructor(authority: Authority, place: { uid: number; aid: number; directory: string }) {
    this.#authority = authority;
    this.#place = place;
  }

  static async start(authority: Authority, place: { uid: number; aid: number; directory: string }) {
    const director = new FakeDirector(authority, place);
    await director.listen();
    return director;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  /** Comes back on the port it had. */
  async listen(): Promise<void> {
    const request = { kind: 'director', commonName: 'localhost', addresses: ['127.0.0.1'] } as const;
    const { key, cert, ca } = await this.#authority.issue(request);
    const server = createServer(
      { key, cert, ca, requestCert: true, rejectUnauthorized: true },
      (incoming, response) => {
        this.#answer(incoming, response).catch((thrown) => {
          const error = ConpaasError.from(thrown);
          response.writeHead(error.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(error.toBody()));
        });
      },
    );
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Is gone like one that was killed: connections break. */
  async goAway(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  /** Nodes that exist. */
  existing(): string[] {
    return [...this.agents.keys()];
  }

  agent(id: string): FakeAgent {
    const agent = this.agents.get(id);
    if (!agent) throw new Error(`There is no agent ${id}`);
    return agent;
  }

  async stop(): Promise<void> {
    await this.goAway();
    for (const agent of this.agents.values()) await agent.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const peer = request.socket instanceof TLSSocket ? peerCertificate(request.socket, Date.now())?.peer : undefined;
    if (peer?.role !== 'manager' || peer.serviceLocator !== this.#place.aid)
      throw new ConpaasError('FORBIDDEN', { role: peer?.role ?? 'none', route: request.url ?? '' });
    if (request.url?.startsWith(`${routes.estimateNodes.path}?`)) {
      const answer = { enabled: true, instances: 0, balance: 0, perHourNow: 0, perHourAfter: 0, runsOutAfter: null };
      const body = JSON.stringify({ ...answer, enough: this.refusal?.code !== 'INSUFFICIENT_CREDITS' });
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    if (request.url === routes.createNodes.path) {
      const nodes = await this.#create(routes.createNodes.body.parse(body));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(nodes));
    } else if (request.url === routes.destroyNodes.path) {
      const { ids, requestIds } = routes.destroyNodes.body.parse(body);
      const made = requestIds.flatMap((requestId) => this.#made.get(requestId) ?? []);
      await this.#destroy([...ids, ...made.map(({ id }) => id)]);
      response.writeHead(204).end();
    } else throw new ConpaasError('NOT_FOUND', { path: request.url ?? '' });
  }

  async #create(body: {
    requestId: string;
    sid: number;
    nodes: { role: string; cloud: string }[];
    startupScript?: string | undefined;
  }) {
    const roles = body.nodes.map(({ role }) => role);
    this.requests.push({ requestId: body.requestId, sid: body.sid, roles, startupScript: body.startupScript });
    if (this.refusal) throw this.refusal;
    const known = this.#made.get(body.requestId);
    if (known) return known;
    const created: CreatedNode[] = [];
    for (const { role } of body.nodes) created.push(await this.#createOne(role));
    this.#made.set(body.requestId, created);
    await this.gate;
    return created;
  }

  async #createOne(role: string): Promise<CreatedNode> {
    this.#count += 1;
    const vmid = String(this.#count);
    const id = `node-${vmid}`;
    const agent = new FakeAgent(id, this.#authority, this.#place, (method) => this.calls.push(`${id} ${method}`));
    this.prepare(agent);
    const port = await agent.start();
    this.agents.set(id, agent);
    const base = 20_000 + this.#count * 10;
    const ports = { 5555: port, 80: base, 8080: base + 1, 9000: base + 2, 8000: base + 3 };
    return { id, vmid, address: '127.0.0.1', cloud: 'local', role, ports };
  }

  async #destroy(ids: string[]): Promise<void> {
    for (const id of ids) {
      this.destroyed.push(id);
      await this.agents.get(id)?.stop();
      this.agents.delete(id);
    }
  }
}
