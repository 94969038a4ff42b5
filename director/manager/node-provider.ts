import type { Client } from '../contract/client.ts';
import type { CreatedNode } from '../contract/created-node.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Agent, Log, ServiceNode } from '../services/service-type.ts';
import { type Clock, patiently, realClock } from './patience.ts';
import type { NodeRequest } from './service-record.ts';

const agentPatienceMs = 60_000;
/** For how long a caller waits to hear whether there is credit. */
const estimatePatienceMs = 5000;

export type DirectorNodes = Pick<Client, 'createNodes' | 'destroyNodes' | 'estimateNodes'>;

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

/** Gets nodes from the Director and gives them back. */
export class NodeProvider {
  readonly #options: NodeProviderOptions;
  readonly #clock: Clock;

  constructor(options: NodeProviderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? realClock;
  }

  /**
   * Refuses what could not be paid before it begins. What counts is said by `create`: a Director that is away refuses nothing.
   * @throws INSUFFICIENT_CREDITS
   */
  async requireCredits(instances: number, signal: AbortSignal): Promise<void> {
    const { director, log } = this.#options;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(estimatePatienceMs)]);
    try {
      const { enough } = await director.estimateNodes({ query: { instances } }, { signal: patience });
      if (enough) return;
    } catch (thrown) {
      signal.throwIfAborted();
      log.warn(`Whether there is credit for ${instances} nodes is not known: ${ConpaasError.from(thrown).message}`);
      return;
    }
    throw new ConpaasError('INSUFFICIENT_CREDITS');
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

  /**
   * Destroys instances; those that are gone already do not matter.
   * @param requestIds of requests whose answer never came: what came of them is destroyed, too
   * @throws DIRECTOR_UNREACHABLE after 60 s
   */
  async destroy(ids: readonly string[], signal: AbortSignal, requestIds: readonly string[] = []): Promise<void> {
    if (ids.length + requestIds.length === 0) return;
    const body = { ids: [...ids], requestIds: [...requestIds] };
    await this.#patiently(() => this.#options.director.destroyNodes({ body }, { signal }), signal);
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

  #patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return patiently(ask, signal, { clock: this.#clock, log: this.#options.log });
  }
}
