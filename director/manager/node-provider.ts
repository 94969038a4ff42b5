import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../contract/client.ts';
import type { CreatedNode } from '../contract/created-node.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Agent, Log, ServiceNode } from '../services/service-type.ts';
import type { NodeRequest } from './service-record.ts';

/** For how long a Director that does not answer is asked again. */
const directorPatienceMs = 60_000;
const agentPatienceMs = 60_000;

export type DirectorNodes = Pick<Client, 'createNodes' | 'destroyNodes'>;

export interface NodeProviderOptions {
  director: DirectorNodes;
  sid: number;
  serviceType: string;
  startupScript: () => Promise<string | undefined>;
  agent: (node: ServiceNode) => Agent;
  log: Log;
  /** The real one when left out. */
  clock?: Clock;
}

export interface Clock {
  /** Milliseconds. */
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const realClock: Clock = { now: Date.now, wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }) };

/** Gets nodes from the Director and gives them back. */
export class NodeProvider {
  readonly #options: NodeProviderOptions;
  readonly #clock: Clock;

  constructor(options: NodeProviderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? realClock;
  }

  /**
   * Asks for instances. May be repeated with the same request: it gives the same nodes.
   * @throws what the Director answered (then it made none); DIRECTOR_UNREACHABLE after 60 s (then it is not known)
   */
  async create(request: NodeRequest, signal: AbortSignal): Promise<CreatedNode[]> {
    const { director, sid, serviceType, startupScript } = this.#options;
    const script = await startupScript();
    const body = { ...request, sid, serviceType, ...(script ? { startupScript: script } : {}) };
    return this.#patiently(() => director.createNodes({ body }, { signal }), signal);
  }

  /** Destroys instances; those that are gone already do not matter. @throws DIRECTOR_UNREACHABLE after 60 s */
  async destroy(ids: readonly string[], signal: AbortSignal): Promise<void> {
    if (ids.length === 0) return;
    await this.#patiently(() => this.#options.director.destroyNodes({ body: { ids: [...ids] } }, { signal }), signal);
  }

  /** Waits until the agents of all nodes answer. @throws INSTANCE_NO_ANSWER after 60 s */
  async waitForAgents(nodes: readonly ServiceNode[], signal: AbortSignal): Promise<void> {
    await Promise.all(nodes.map((node) => this.#waitForAgent(node, signal)));
  }

  async #waitForAgent(node: ServiceNode, signal: AbortSignal): Promise<void> {
    const deadline = this.#clock.now() + agentPatienceMs;
    const agent = this.#options.agent(node);
    for (let pause = 100; ; pause = Math.min(pause * 1.2, 1000)) {
      try {
        await agent.get('check_process', {}, { signal, timeLimit: 5000 });
        return;
      } catch (thrown) {
        signal.throwIfAborted();
        if (this.#clock.now() + pause > deadline) {
          const parameters = { kind: 'agent', name: `node ${node.id}`, seconds: agentPatienceMs / 1000 };
          throw new ConpaasError('INSTANCE_NO_ANSWER', parameters, { detail: ConpaasError.from(thrown).message });
        }
      }
      await this.#clock.wait(pause, signal);
    }
  }

  /** Asks again while the Director is away, for example because it restarts. */
  async #patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const deadline = this.#clock.now() + directorPatienceMs;
    for (let pause = 250; ; pause = Math.min(pause * 1.5, 5000)) {
      try {
        return await ask();
      } catch (thrown) {
        signal.throwIfAborted();
        const away = thrown instanceof ConpaasError && thrown.code === 'DIRECTOR_UNREACHABLE';
        if (!away || this.#clock.now() + pause > deadline) throw thrown;
        this.#options.log.warn(`${thrown.message} It is asked again.`);
      }
      await this.#clock.wait(pause, signal);
    }
  }
}
