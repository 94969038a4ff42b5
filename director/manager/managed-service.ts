import { randomUUID } from 'node:crypto';
import { ConpaasError } from '../contract/errors.ts';
import type { Node } from '../contract/service.ts';
import type { Agent, Log, ServiceDefinition, ServiceManager, ServiceNode, Task } from '../services/service-type.ts';
import type { ManagerEvent, ServiceSnapshot } from '../wire/manager-events.ts';
import { NodePool, type PooledNode } from './node-pool.ts';
import type { NodeProvider } from './node-provider.ts';
import { nodeView } from './node-view.ts';
import type { NodeRequest, ServiceRecord } from './service-record.ts';
import { ServiceStateMachine } from './state-machine.ts';

export interface ManagedServiceParts {
  definition: ServiceDefinition;
  provider: NodeProvider;
  agent: (node: ServiceNode) => Agent;
  log: Log;
  publish: (event: ManagerEvent) => void;
  /** Writes `record()` to disk. @throws STORAGE_FULL */
  save: () => Promise<void>;
  /** Made late, as the type's manager gets this service as its host. */
  createManager: (service: ManagedService) => ServiceManager;
}

const sweepLimitMs = 20_000;

/** One service of the application: what it is now. What can be done with it: `transitions.ts`, `health.ts`, `recovery.ts`. */
export class ManagedService {
  readonly sid: number;
  readonly definition: ServiceDefinition;
  readonly machine: ServiceStateMachine;
  readonly pool: NodePool;
  readonly provider: NodeProvider;
  readonly manager: ServiceManager;
  readonly agent: (node: ServiceNode) => Agent;
  readonly log: Log;
  readonly save: () => Promise<void>;
  readonly publish: (event: ManagerEvent) => void;
  /** Asked for by the user at the last start, until a node tells the real name. */
  cloud: string | null;
  /** What the nodes were told is not certain: `arrange` has to tell them again. */
  unsettled: boolean;
  #requests: NodeRequest[];
  #shownNodes = '';
  #sweeping: Promise<void> = Promise.resolve();

  constructor(record: ServiceRecord, parts: ManagedServiceParts) {
    this.sid = record.sid;
    this.definition = parts.definition;
    this.provider = parts.provider;
    this.agent = parts.agent;
    this.log = parts.log;
    this.save = parts.save;
    this.publish = parts.publish;
    this.cloud = record.cloud;
    this.unsettled = record.unsettled;
    this.pool = new NodePool(record.nodes);
    this.#requests = [...record.requests];
    this.machine = new ServiceStateMachine(record, {
      changed: (transition) => {
        this.log.info(`${transition.state}: ${transition.reason}`);
        this.publish({ type: 'state', snapshot: this.snapshot(), transition });
        this.saveSoon();
      },
      step: (name, percent) => {
        this.log.info(name);
        this.publish({ type: 'step', sid: this.sid, name, percent });
      },
      failed: (text) => this.log.error(text),
    });
    this.manager = parts.createManager(this);
  }

  record(): ServiceRecord {
    return {
      sid: this.sid,
      type: this.definition.type,
      state: this.machine.state,
      reason: this.machine.reason,
      history: [...this.machine.history],
      cloud: this.cloud,
      nodes: this.pool.records(),
      requests: this.#requests,
      unsettled: this.unsettled,
      settings: this.manager.saved(),
    };
  }

  /** For what must not fail because the disk is full: what is in memory is right, and the next save writes it. */
  saveSoon(): void {
    this.save().catch((thrown) => this.log.error(`The state was not saved: ${ConpaasError.from(thrown).message}`));
  }

  snapshot(): ServiceSnapshot {
    const { state, reason } = this.machine;
    const serves = state === 'RUNNING' || state === 'ADAPTING' || state === 'ERROR';
    const runtimes = new Set(this.pool.alive().flatMap((node) => node.runtime.split(', ').filter(Boolean)));
    return {
      sid: this.sid,
      type: this.definition.type,
      state,
      reason,
      cloud: this.cloud,
      url: serves ? this.manager.url(this.pool.alive()) : null,
      runtime: runtimes.size > 0 ? [...runtimes].join(', ') : null,
    };
  }

  nodes(): Node[] {
    return this.pool.visible().map((node) => nodeView(this.definition, node, this.manager.rolesOf(node)));
  }

  /** Tells the state once more to those who follow events. */
  publishState(): void {
    const transition = this.machine.history.at(-1);
    if (transition) this.publish({ type: 'state', snapshot: this.snapshot(), transition });
  }

  /** Tells the nodes to those who follow events, when anything about them changed. */
  publishNodes(): void {
    const nodes = this.nodes();
    const shown = JSON.stringify(nodes);
    if (shown === this.#shownNodes) return;
    this.#shownNodes = shown;
    this.publish({ type: 'nodes', sid: this.sid, nodes });
  }

  /**
   * Gets one node for each role and waits for their agents. They are "joining" then; when this throws, `discard` finds all
   * that came to be of it.
   */
  async acquire(roles: readonly string[], cloud: string, task: Task, inPlaceOf?: ServiceNode): Promise<PooledNode[]> {
    task.step(roles.length === 1 ? 'Create an instance' : `Create ${roles.length} instances`, 5);
    const request: NodeRequest = { requestId: randomUUID(), nodes: roles.map((role) => ({ role, cloud })) };
    this.#requests = [...this.#requests, request];
    // Written down first: after a crash what came of the request can be destroyed.
    await this.save();
    const added = this.#take(request, await this.#ask(request, task.signal), inPlaceOf);
    await this.save();
    this.publishNodes();
    if (added.length !== roles.length) {
      const why = `${added.length} of ${roles.length} nodes were made`;
      throw new ConpaasError('INSTANCE_START_FAILED', { name: `of service ${this.sid}`, why });
    }
    task.step(roles.length === 1 ? 'Wait for its agent' : 'Wait for their agents', 30);
    await this.provider.waitForAgents(added, task.signal);
    return added;
  }

  async #ask(request: NodeRequest, signal: AbortSignal) {
    try {
      return await this.provider.create(request, signal);
    } catch (thrown) {
      const known = thrown instanceof ConpaasError && thrown.code !== 'DIRECTOR_UNREACHABLE' && !signal.aborted;
      // The Director said no: there is nothing to be found under this id.
      if (known) this.#forgetRequest(request);
      throw thrown;
    }
  }

  #take(request: NodeRequest, created: Awaited<ReturnType<NodeProvider['create']>>, inPlaceOf?: ServiceNode) {
    this.#forgetRequest(request);
    return this.pool.add(created, 'joining', inPlaceOf);
  }

  #forgetRequest(request: NodeRequest): void {
    this.#requests = this.#requests.filter(({ requestId }) => requestId !== request.requestId);
  }

  /** Marks nodes to be destroyed and does it, for up to 20 s; what is left then is done by later sweeps. */
  async discard(nodes: readonly PooledNode[]): Promise<void> {
    this.pool.move(nodes, 'doomed');
    this.manager.forget(new Set(nodes.map((node) => node.id)));
    this.publishNodes();
    this.saveSoon();
    await this.sweep(AbortSignal.timeout(sweepLimitMs)).catch((thrown) => {
      this.log.warn(`Nodes are still to be destroyed: ${ConpaasError.from(thrown).message}`);
    });
  }

  get hasWaste(): boolean {
    return this.#requests.length > 0 || this.pool.with('doomed').length > 0;
  }

  /**
   * Destroys doomed nodes and what requests without an answer made. Not while nodes are being acquired.
   * @throws DIRECTOR_UNREACHABLE, or what the Director answered
   */
  sweep(signal: AbortSignal): Promise<void> {
    const swept = this.#sweeping.then(() => this.#sweep(signal));
    this.#sweeping = swept.catch(() => {});
    return swept;
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    const doomed = this.pool.with('doomed').map((node) => node.id);
    const requests = this.#requests;
    if (doomed.length + requests.length === 0) return;
    await this.provider.destroy(
      doomed,
      signal,
      requests.map(({ requestId }) => requestId),
    );
    for (const request of requests) this.#forgetRequest(request);
    this.pool.remove(new Set(doomed));
    this.saveSoon();
  }
}
