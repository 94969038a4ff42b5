import type { Readable } from 'node:stream';
import type { Settings } from '../../../director/cli/settings.ts';
import type { Application } from '../../../director/contract/application.ts';
import type { TransportAnswer, TransportRequest } from '../../../director/contract/client.ts';
import type { CodeVersion } from '../../../director/contract/code.ts';
import { ConpaasError, type ErrorBody } from '../../../director/contract/errors.ts';
import type { Operation } from '../../../director/contract/operation.ts';
import type { RouteDefinition } from '../../../director/contract/route.ts';
import { type RouteName, routes } from '../../../director/contract/routes.ts';
import type { Node, Service, ServiceTypeDescription } from '../../../director/contract/service.ts';

/** What a route was called with. */
export interface RouteInput {
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  file: Buffer;
}
type Handler = (input: RouteInput) => unknown;

const created = '2026-03-04T05:06:07.000Z';

export const anApplication = (change: Partial<Application> = {}): Application => ({
  aid: 1,
  uid: 1,
  name: 'shop',
  state: 'INIT',
  reason: null,
  cloud: null,
  manager: null,
  created,
  ...change,
});

export const aRunningApplication = (change: Partial<Application> = {}): Application =>
  anApplication({
    state: 'RUNNING',
    cloud: 'local',
    manager: { instanceId: 'i1', address: '127.0.1.1', port: 443, reachable: true },
    ...change,
  });

export const aService = (change: Partial<Service> = {}): Service => ({
  id: 11,
  aid: 1,
  sid: 1,
  type: 'php',
  name: 'New php service',
  state: 'RUNNING',
  reason: null,
  cloud: 'local',
  url: null,
  runtime: null,
  created,
  ...change,
});

export const aNode = (change: Partial<Node> = {}): Node => ({
  id: 'local0000aaaa',
  vmid: '0000aaaa',
  address: '127.0.1.2',
  cloud: 'local',
  role: 'proxybackendweb',
  roles: ['proxy', 'web', 'backend'],
  state: 'running',
  why: null,
  weights: {},
  servers: [],
  logs: [{ filename: 'cpsagent.log', description: 'Agent log' }],
  ...change,
});

export const aVersion = (change: Partial<CodeVersion> = {}): CodeVersion => ({
  codeVersionId: 'code-default',
  filename: 'code-default.tar',
  description: 'Initial version',
  time: created,
  current: true,
  size: 4,
  files: 1,
  subfolder: null,
  lifted: false,
  ...change,
});

export const aServiceType = (change: Partial<ServiceTypeDescription> = {}): ServiceTypeDescription => ({
  type: 'php',
  title: 'A type',
  description: '',
  icon: '',
  roles: [],
  defaultRole: '',
  hasCode: true,
  archiveFormats: [],
  configuration: [],
  startingNodes: 1,
  hasVolumes: false,
  methods: [],
  ...change,
});

/** The route and the parameters that a request's path means. */
export function matchRoute(
  method: string,
  path: string,
): { name: RouteName; params: Record<string, string> } | undefined {
  for (const [name, route] of Object.entries(routes)) {
    const pattern = new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = route.method === method ? pattern.exec(path) : null;
    const params = Object.entries(match?.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    if (match) return { name: name as RouteName, params: Object.fromEntries(params) };
  }
  return undefined;
}

/**
 * A Director that keeps a few objects in memory and speaks the route table: answers pass through the schemas of the
 * contract. A test replaces what single routes answer with `on`.
 */
export class InMemoryDirector {
  applications: Application[] = [];
  services: Service[] = [];
  nodes: Node[] = [];
  versions: CodeVersion[] = [];
  operations = new Map<string, Operation>();
  /** How operations end, and how often they must be asked for before that; 0: they have ended when they are started. */
  outcome: { state: Operation['state']; error: ErrorBody | null; result: Operation['result']; asks: number } = {
    state: 'succeeded',
    error: null,
    result: null,
    asks: 0,
  };
  /** The settings of each command that connected to it. */
  readonly reachedWith: Settings[] = [];
  /** Types that it offers. */
  types = ['php', 'java', 'mysql', 'xtreemfs', 'generic', 'flink', 'helloworld'];
  /** What else changes of an operation when it ends. */
  onEnd: (operation: Operation) => Operation = (operation) => operation;
  readonly calls: { name: RouteName; input: RouteInput }[] = [];
  readonly #handlers = new Map<RouteName, Handler>();
  readonly #asked = new Map<string, number>();

  constructor() {
    this.on('getVersion', () => ({ version: '2.1.0' }));
    this.on('listServiceTypes', () => this.types.map((type) => aServiceType({ type })));
    this.on('listApplications', () => this.applications);
    this.on('createApplication', ({ body }) => {
      const { name } = body as { name: string };
      const application = anApplication({ aid: this.applications.length + 1, name });
      this.applications.push(application);
      return application;
    });
    this.on('renameApplication', ({ params, body }) => ({ ...this.#application(params), ...(body as object) }));
    this.on('listAllServices', () => this.services);
    this.on('listServices', ({ params }) => this.services.filter(({ aid }) => aid === Number(params.aid)));
    this.on('addService', ({ params, body }) => {
      const service = aService({
        ...(body as { type: string }),
        aid: Number(params.aid),
        sid: this.services.length + 1,
      });
      this.services.push(service);
      return service;
    });
    this.on('renameService', ({ params, body }) => ({
      ...this.services.find(({ sid }) => sid === Number(params.sid)),
      ...(body as object),
    }));
    this.on('listNodes', () => this.nodes);
    this.on('listNodeLogs', ({ params }) => this.nodes.find(({ id }) => id === params.nodeId)?.logs);
    this.on('listCodeVersions', () => this.versions);
    this.on('uploadCodeVersion', ({ query, file }) => {
      const { filename = '', description = '' } = query;
      return aVersion({ codeVersionId: 'code-abcdef', filename, description, current: false, size: file.length });
    });
    this.on('deleteCodeVersion', () => undefined);
    this.on('setStartupScript', () => undefined);
    this.on('getOperation', ({ params }) => this.#operation(params.id ?? ''));
    this.on('listOperations', () => [...this.operations.values()]);
    for (const [name, route] of Object.entries(routes) as [RouteName, RouteDefinition][])
      if (route.status === 202) this.on(name, ({ params }) => this.#start(name, params));
  }

  /** Replaces what a route answers; it may throw a ConpaasError. */
  on(name: RouteName, handler: Handler): void {
    this.#handlers.set(name, handler);
  }

  /** Answers a request as the Director does: with the schema's JSON, text or bytes, or with an error's body. */
  answer(request: { method: string; path: string; body?: unknown; file?: Buffer }): TransportAnswer {
    const url = new URL(request.path, 'http://director');
    const found = matchRoute(request.method, url.pathname);
    try {
      const handler = found && this.#handlers.get(found.name);
      if (!handler) throw new ConpaasError('NOT_FOUND', { path: url.pathname });
      const query = Object.fromEntries(url.searchParams);
      const input = { params: found.params, query, body: request.body, file: request.file ?? Buffer.alloc(0) };
      this.calls.push({ name: found.name, input });
      return encode(routes[found.name], handler(input));
    } catch (error) {
      const failure = ConpaasError.from(error);
      return json(failure.status, failure.toBody());
    }
  }

  /** The same as a transport, for commands that run inside the test. */
  async send(request: TransportRequest): Promise<TransportAnswer> {
    request.signal?.throwIfAborted();
    const file = request.file as { stream(): Readable } | undefined;
    const bytes = file ? Buffer.concat(await file.stream().toArray()) : undefined;
    if (bytes) request.onProgress?.(bytes.length);
    const { method, path, json: body } = request;
    return this.answer({ method, path, body, ...(bytes ? { file: bytes } : {}) });
  }

  #application({ aid }: Record<string, string>): Application | undefined {
    return this.applications.find((application) => application.aid === Number(aid));
  }

  #start(route: string, { aid, sid }: Record<string, string>): Operation {
    const operation: Operation = {
      id: `op-${this.operations.size + 1}`,
      // Commands do not look at the kind.
      kind: 'application.start',
      title: `Do ${route}`,
      uid: 1,
      aid: aid ? Number(aid) : null,
      sid: sid ? Number(sid) : null,
      state: 'running',
      steps: [{ name: 'Make it so', state: 'running', started: created, finished: null }],
      percent: 40,
      cancellable: true,
      timeLimit: 60,
      log: [{ time: created, text: 'It began.' }],
      result: null,
      error: null,
      created,
      finished: null,
    };
    this.operations.set(operation.id, operation);
    return this.outcome.asks === 0 ? this.#operation(operation.id) : operation;
  }

  #operation(id: string): Operation {
    const operation = this.operations.get(id);
    if (!operation) throw new ConpaasError('OPERATION_NOT_FOUND', { id });
    const asked = (this.#asked.get(id) ?? 0) + 1;
    this.#asked.set(id, asked);
    if (asked < this.outcome.asks || operation.state !== 'running') return operation;
    const { state, error, result } = this.outcome;
    const ended = this.onEnd({ ...operation, state, error, result, percent: 100, finished: created });
    this.operations.set(id, ended);
    return ended;
  }
}

function json(status: number, value: unknown): TransportAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}

function encode(route: RouteDefinition, output: unknown): TransportAnswer {
  if (route.answers === 'text')
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(String(output)) };
  const bytes = output instanceof Uint8Array ? output : Buffer.from(String(output));
  if (route.answers) return { status: 200, headers: {}, body: bytes };
  if (!route.response) return { status: route.status ?? 204, headers: {}, body: Buffer.alloc(0) };
  return json(route.status ?? 200, route.response.parse(output));
}
