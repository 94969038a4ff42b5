import type { Transport, TransportAnswer, TransportRequest } from '../../../director/contract/client.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { Event } from '../../../director/contract/event.ts';
import type { RouteDefinition } from '../../../director/contract/route.ts';
import { type RouteName, routes } from '../../../director/contract/routes.ts';
import type { OpenStream, StreamListener } from '../../../renderer/director/events.ts';
import { answersOf } from './fake-answers.ts';
import type { Asked, FakeCore } from './fake-core.ts';
import { FakeOperations } from './fake-operations.ts';
import { emptyWorld, type World } from './fake-world.ts';

const patterns = (Object.entries(routes) as [RouteName, RouteDefinition][]).map(([name, route]) => ({
  name,
  route,
  pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

/**
 * A Director in memory: the routes that the renderer uses, over a small world, with its events. For tests and for looking at the
 * screens; nothing of it is in the product.
 */
export class FakeDirector implements Transport, FakeCore {
  readonly world: World;
  readonly operations: FakeOperations;
  /** Names of the routes that were asked, in order. */
  readonly asked: RouteName[] = [];
  /** The next answer of a route is this failure. */
  readonly failures = new Map<RouteName, ConpaasError>();
  /** Launch tokens that are good for one session. */
  readonly launchTokens = new Set<string>();
  signedIn = true;
  signInWait = 0;
  #away = false;
  readonly #streams = new Map<StreamListener, string>();

  constructor(world: World = emptyWorld()) {
    this.world = world;
    this.operations = new FakeOperations(world.operations, (operation) =>
      this.emit({ type: 'operation.changed', operation }),
    );
  }

  async send(request: TransportRequest): Promise<TransportAnswer> {
    if (this.#away) throw new ConpaasError('DIRECTOR_UNREACHABLE', { url: 'fake', why: 'it is away' });
    try {
      return await this.#answer(request);
    } catch (thrown) {
      const error = ConpaasError.from(thrown);
      return this.#encode(error.status, error.toBody());
    }
  }

  readonly openStream: OpenStream = (path, listener) => {
    this.#streams.set(listener, path);
    queueMicrotask(() => {
      if (!this.#streams.has(listener)) return;
      if (this.#away || !this.signedIn) this.#break(listener);
      else listener.open();
    });
    return () => this.#streams.delete(listener);
  };

  /** Sends an event to everybody who follows. */
  emit(event: Event): void {
    for (const [listener, path] of this.#streams) if (path === '/api/events') listener.message(JSON.stringify(event));
  }

  /** Adds text to a log, also for those who follow it. */
  writeLog(nodeId: string, filename: string, text: string): void {
    const key = `${nodeId} ${filename}`;
    this.world.logs.set(key, (this.world.logs.get(key) ?? '') + text);
    this.sendLog(filename, text);
  }

  /** What a stream of a log sends, without the log itself. */
  sendLog(filename: string, text: string): void {
    for (const [listener, path] of this.#streams)
      if (path.endsWith(`/${filename}/follow`)) listener.message(JSON.stringify(text));
  }

  /** The Director ends: streams break and nothing answers. */
  leave(): void {
    this.#away = true;
    for (const listener of [...this.#streams.keys()]) this.#break(listener);
  }

  comeBack(): void {
    this.#away = false;
  }

  get openStreams(): string[] {
    return [...this.#streams.values()];
  }

  #break(listener: StreamListener): void {
    this.#streams.delete(listener);
    listener.broken();
  }

  async #answer(request: TransportRequest): Promise<TransportAnswer> {
    const url = new URL(request.path, 'http://fake');
    const found = patterns.find(({ route, pattern }) => route.method === request.method && pattern.test(url.pathname));
    if (!found) throw new ConpaasError('NOT_FOUND', { path: url.pathname });
    this.asked.push(found.name);
    const { audience } = found.route;
    if (audience !== 'public' && !this.signedIn) throw new ConpaasError('NOT_SIGNED_IN');
    if (audience === 'administrator' && this.world.session.role !== 'administrator')
      throw new ConpaasError('FORBIDDEN', { role: 'user', route: found.name });
    const failure = this.failures.get(found.name);
    if (failure) {
      this.failures.delete(found.name);
      throw failure;
    }
    const raw = found.pattern.exec(url.pathname)?.groups ?? {};
    const asked: Asked = {
      params: Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, decodeURIComponent(value)])),
      query: Object.fromEntries(url.searchParams),
      body: (request.json ?? {}) as Record<string, unknown>,
      request,
    };
    const answer = await answersOf(this)[found.name]?.(asked);
    if (answer === undefined && found.route.response) throw new Error(`the Fake does not know ${found.name}`);
    return this.#encode(found.route.status ?? 200, answer);
  }

  #encode(status: number, body: unknown): TransportAnswer {
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
    return { status, headers: {}, body: new TextEncoder().encode(text) };
  }
}
