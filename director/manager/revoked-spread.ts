import { ConpaasError } from '../contract/errors.ts';
import type { Agent, Log } from '../services/service-type.ts';
import type { Revocations } from '../wire/revocations.ts';

interface NodeAgent {
  id: string;
  agent: Agent;
}

/** How often agents that were away when something was revoked are looked for. */
const intervalMs = 5000;
const answerLimitMs = 4000;

/** Hands the list of revoked certificates on to the agents of all nodes, also to those that were away or are new. */
export class RevokedSpread {
  readonly #revocations: Revocations;
  readonly #agents: () => readonly NodeAgent[];
  readonly #log: Log;
  /** The list that each node has, as a text. */
  readonly #told = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(revocations: Revocations, agents: () => readonly NodeAgent[], log: Log) {
    this.#revocations = revocations;
    this.#agents = agents;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.spread(), intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Tells all that have not got the present list; resolves when those that answer have it. Never rejects. */
  async spread(): Promise<void> {
    const { serials } = this.#revocations;
    const list = serials.join();
    const nodes = this.#agents();
    for (const id of this.#told.keys()) if (!nodes.some((node) => node.id === id)) this.#told.delete(id);
    await Promise.all(
      nodes.filter(({ id }) => this.#told.get(id) !== list).map((node) => this.#tell(node, serials, list)),
    );
  }

  async #tell({ id, agent }: NodeAgent, serials: readonly string[], list: string): Promise<void> {
    try {
      await agent.post('set_revoked', { serials }, { timeLimit: answerLimitMs });
      this.#told.set(id, list);
    } catch (thrown) {
      // An agent that is away is told by its health check; here it is only asked again.
      const { code, message } = ConpaasError.from(thrown);
      if (code !== 'AGENT_UNREACHABLE') this.#log.warn(`Node ${id} did not take what is revoked: ${message}`);
    }
  }
}
