import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type KeptVersion, servedRoot } from '../code/kept-version.ts';
import type { ServiceHost, ServiceNode, Task } from '../service-type.ts';
import type { GenericSettings } from './generic-settings.ts';
import { initLimitSeconds, running, type ScriptCommand, scriptOf } from './scripts.ts';

/** Unpacking comes before init.sh. */
const codeLimitMs = (initLimitSeconds + 15) * 1000;

const statusAnswer = z.object({ scripts: z.record(z.string(), z.string()) });
export type ScriptStatus = Record<string, string>;

/** An agent as agents.json lists it. */
interface AgentInfo {
  id: string;
  ip: string;
  role: string;
}

/** What the agents of a generic service are told, and what they tell. */
export class GenericNodes {
  readonly #host: ServiceHost;
  readonly #settings: GenericSettings;

  /** @param settings `told` is changed in place */
  constructor(host: ServiceHost, settings: GenericSettings) {
    this.#host = host;
    this.#settings = settings;
  }

  /** Nodes that were never told anything. */
  fresh(nodes: readonly ServiceNode[]): ServiceNode[] {
    return nodes.filter(({ id }) => this.#settings.told[id] === undefined);
  }

  /** They may have lost or missed something: they are told everything again. */
  distrust(ids: ReadonlySet<string>): void {
    for (const id of ids) if (this.#settings.told[id]) this.#settings.told[id] = { enabling: '', agents: '' };
  }

  forget(ids: ReadonlySet<string>): void {
    for (const id of ids) delete this.#settings.told[id];
  }

  /** Tells who all agents are to those that do not run code yet. */
  async introduce(nodes: readonly ServiceNode[], all: readonly ServiceNode[], { signal }: Task): Promise<void> {
    const agents_info = JSON.stringify(agentsOf(all));
    const options = { signal };
    await settle(
      nodes.map(async (node) => {
        await this.#host.agent(node).post('init_agent', { agents_info, ip: node.address }, options);
        this.#settings.told[node.id] = { enabling: '', agents: digest(all) };
      }),
    );
  }

  /** Brings the code to nodes and waits until init.sh has ended on each. @throws SCRIPT_FAILED */
  async enable(nodes: readonly ServiceNode[], version: KeptVersion, archive: string, { signal }: Task): Promise<void> {
    const { enabling, told } = this.#settings;
    const { codeVersionId, filename, filetype } = version;
    const root = servedRoot(version);
    const fields = { filetype, codeVersionId, enabling, ...(root === null ? {} : { root }) };
    const options = { signal, timeLimit: codeLimitMs };
    await settle(
      nodes.map(async (node) => {
        const agents = told[node.id]?.agents ?? '';
        // Until it answers nobody knows what it has.
        told[node.id] = { agents, enabling: '' };
        await this.#host.agent(node).upload('update_code', fields, { filename, path: archive }, options);
        told[node.id] = { agents, enabling };
      }),
    );
  }

  /** Those that do not have the code as it was enabled last. */
  outdated(nodes: readonly ServiceNode[]): ServiceNode[] {
    const { enabling, told } = this.#settings;
    return nodes.filter(({ id }) => told[id]?.enabling !== enabling);
  }

  /** Starts notify.sh on those whose list of agents is not the present one. */
  async notify(nodes: readonly ServiceNode[], all: readonly ServiceNode[], signal: AbortSignal): Promise<void> {
    const agents = digest(all);
    const { told } = this.#settings;
    await settle(
      nodes
        .filter(({ id }) => told[id] !== undefined && told[id].agents !== agents)
        .map(async (node) => {
          const parameters = { command: 'notify', agents_info: JSON.stringify(agentsOf(all)) };
          await this.#host.agent(node).post('execute_script', parameters, { signal });
          told[node.id] = { enabling: told[node.id]?.enabling ?? '', agents };
        }),
    );
  }

  async execute(command: ScriptCommand, parameters: string, kill: boolean): Promise<void> {
    const order = { command, parameters, ...(kill ? { kill } : {}) };
    await settle(
      this.#host.nodes().map(async (node) => void (await this.#host.agent(node).post('execute_script', order))),
    );
  }

  /** Of every script on every node. @throws AGENT_UNREACHABLE */
  async status(): Promise<Record<string, ScriptStatus>> {
    const nodes = this.#host.nodes();
    const ask = async (node: ServiceNode): Promise<[string, ScriptStatus]> => {
      const { scripts } = statusAnswer.parse(await this.#host.agent(node).get('get_script_status'));
      return [node.id, scripts];
    };
    return Object.fromEntries(await Promise.all(nodes.map(ask)));
  }
}

export function anyRuns(status: Record<string, ScriptStatus>): boolean {
  return Object.values(status).some((scripts) => Object.values(scripts).includes(running));
}

export function interruptRuns(status: Record<string, ScriptStatus>): boolean {
  return Object.values(status).some((scripts) => scripts[scriptOf.interrupt] === running);
}

function agentsOf(nodes: readonly ServiceNode[]): AgentInfo[] {
  return nodes.map(({ id, address, role }) => ({ id, ip: address, role }));
}

function digest(nodes: readonly ServiceNode[]): string {
  return createHash('sha256')
    .update(JSON.stringify(agentsOf(nodes)))
    .digest('base64url');
}

/** Waits for all also when one fails, so that no call is still under way when they are undone. */
async function settle(calls: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(calls);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
