import type { Clouds } from '../clouds/clouds.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import { mostNodesAtOnce, type NodeCounts, type Service } from '../contract/service.ts';
import type { Credits } from '../credits/credits.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { OperationContext, Operations } from '../operations/operations.ts';
import { serviceDefinition } from '../services/definitions.ts';
import type { ServiceRecord } from '../store/services.ts';
import type { Store } from '../store/store.ts';
import type { Applications } from './applications.ts';
import type { Instances } from './instances.ts';
import type { ManagerConnection } from './manager-connection.ts';
import type { Managers } from './managers.ts';
import { followChange, type ServiceChange, serviceChanges } from './service-change.ts';
import type { Following } from './transitions.ts';

export interface ServicesOptions {
  store: Store;
  events: EventHub;
  operations: Operations;
  managers: Managers;
  applications: Applications;
  instances: Instances;
  clouds: Clouds;
  credits: Pick<Credits, 'requireSome'>;
}

/** The part of an operation that something within it is, in percent. */
interface Share {
  from: number;
  to: number;
}

/** Services of applications: what users do with them. The manager does the work; here it becomes an operation that is followed. */
export class Services {
  readonly #options: ServicesOptions;

  constructor(options: ServicesOptions) {
    this.#options = options;
    for (const change of Object.values(serviceChanges)) {
      options.operations.onRecover(change.kind, (operation, context) => this.#recover(change, operation, context));
    }
    options.operations.onRecover('service.remove', async (operation, context) => {
      const { aid, sid } = target(operation);
      if (this.#options.store.services.get(aid, sid)) await this.#remove(aid, sid, context);
    });
  }

  list(uid: number, aid: number): Service[] {
    this.#options.applications.record(uid, aid);
    return this.#options.store.services.list(aid);
  }

  listAll(uid: number): Service[] {
    return this.#options.store.services.listByUser(uid);
  }

  get(uid: number, aid: number, sid: number): Service {
    return this.record(uid, aid, sid);
  }

  /** @throws APPLICATION_NOT_FOUND, SERVICE_NOT_FOUND */
  record(uid: number, aid: number, sid: number): ServiceRecord {
    this.#options.applications.record(uid, aid);
    const record = this.#options.store.services.get(aid, sid);
    if (!record) throw new ConpaasError('SERVICE_NOT_FOUND', { aid, sid });
    return record;
  }

  /** The line to the manager of an application. @throws APPLICATION_NOT_FOUND, APPLICATION_NOT_STARTED */
  application(uid: number, aid: number): ManagerConnection {
    this.#options.applications.record(uid, aid);
    return this.#options.managers.get(aid);
  }

  /** The line to the manager of a service that exists. @throws APPLICATION_NOT_STARTED */
  connection(uid: number, aid: number, sid: number): ManagerConnection {
    this.record(uid, aid, sid);
    return this.#options.managers.get(aid);
  }

  /** @throws UNKNOWN_SERVICE_TYPE, APPLICATION_NOT_STARTED */
  async add(uid: number, aid: number, type: string, name?: string): Promise<Service> {
    const { applications, managers, store } = this.#options;
    applications.record(uid, aid);
    const definition = serviceDefinition(type);
    const connection = managers.get(aid);
    const record = store.services.create(aid, { type: definition.type, name: name ?? `New ${type} service` });
    try {
      await connection.call(0, 'POST', 'add_service', { service_type: type, service_id: record.sid });
    } catch (error) {
      store.services.delete(aid, record.sid);
      throw error;
    }
    return this.#publish(record);
  }

  rename(uid: number, aid: number, sid: number, name: string): Service {
    this.record(uid, aid, sid);
    return this.#publish(this.#options.store.services.update(aid, sid, { name }));
  }

  /** Removes a service with its code and data. Works on a stopped application too. */
  remove(uid: number, aid: number, sid: number): Operation {
    const record = this.record(uid, aid, sid);
    return this.#options.operations.start({
      kind: 'service.remove',
      title: `Remove service "${record.name}"`,
      uid,
      aid,
      sid,
      timeLimit: 180,
      steps: ['Stop the service', 'Delete code and data'],
      cancellable: false,
      run: (context) => this.#remove(aid, sid, context),
    });
  }

  /** @throws UNKNOWN_CLOUD, INSUFFICIENT_CREDITS, and what the manager refuses */
  async start(uid: number, aid: number, sid: number, cloud: string | undefined): Promise<Operation> {
    const name = this.#options.clouds.get(cloud).name;
    const { type } = this.record(uid, aid, sid);
    this.#requireCredits(uid, aid, serviceDefinition(type).startingNodes);
    return this.#change(serviceChanges.start, uid, aid, sid, 'start_service', { service_id: sid, cloud: name });
  }

  stop(uid: number, aid: number, sid: number): Promise<Operation> {
    return this.#change(serviceChanges.stop, uid, aid, sid, 'stop_service', { service_id: sid });
  }

  /** @throws UNKNOWN_CLOUD, INSUFFICIENT_CREDITS, and what the manager refuses */
  async addNodes(
    uid: number,
    aid: number,
    sid: number,
    nodes: NodeCounts,
    cloud: string | undefined,
  ): Promise<Operation> {
    const name = this.#options.clouds.get(cloud).name;
    this.record(uid, aid, sid);
    const count = Object.values(nodes).reduce((sum, one) => sum + one, 0);
    // What is too many for any balance is the manager's to refuse.
    this.#requireCredits(uid, aid, Math.min(count, mostNodesAtOnce));
    return this.#change(serviceChanges.addNodes, uid, aid, sid, 'add_nodes', { service_id: sid, nodes, cloud: name });
  }

  removeNodes(uid: number, aid: number, sid: number, nodes: NodeCounts): Promise<Operation> {
    return this.#change(serviceChanges.removeNodes, uid, aid, sid, 'remove_nodes', { service_id: sid, nodes });
  }

  /** The new node is made before the old one is given back. @throws INSUFFICIENT_CREDITS, and what the manager refuses */
  async replaceNode(uid: number, aid: number, sid: number, nodeId: string): Promise<Operation> {
    this.record(uid, aid, sid);
    this.#requireCredits(uid, aid, 1);
    return this.#change(serviceChanges.replaceNode, uid, aid, sid, 'replace_node', {
      service_id: sid,
      node_id: nodeId,
    });
  }

  enableCode(uid: number, aid: number, sid: number, codeVersionId: string): Promise<Operation> {
    return this.#change(serviceChanges.enableCode, uid, aid, sid, 'enable_code', { codeVersionId }, sid);
  }

  configure(uid: number, aid: number, sid: number, values: Record<string, string>): Promise<Operation> {
    return this.#change(serviceChanges.configure, uid, aid, sid, 'update_php_configuration', { phpconf: values }, sid);
  }

  /** @param volume its name, its size in megabytes and the node that gets it */
  createVolume(uid: number, aid: number, sid: number, volume: { name: string; size: number; agentId: string }) {
    const { name: volumeName, size: volumeSize, agentId } = volume;
    const parameters = { volumeName, volumeSize, agentId };
    return this.#change(serviceChanges.createVolume, uid, aid, sid, 'create_volume', parameters);
  }

  deleteVolume(uid: number, aid: number, sid: number, volumeName: string): Promise<Operation> {
    return this.#change(serviceChanges.deleteVolume, uid, aid, sid, 'delete_volume', { volumeName });
  }

  /** Chooses the version that a service which does not run yet will start with. */
  async keepCode(aid: number, sid: number, codeVersionId: string): Promise<void> {
    await this.#options.managers.get(aid).call(sid, 'POST', 'enable_code', { codeVersionId });
  }

  /** Keeps settings of a service that does not run yet for its start. */
  async keepConfiguration(aid: number, sid: number, values: Record<string, string>): Promise<void> {
    await this.#options.managers.get(aid).call(sid, 'POST', 'update_php_configuration', { phpconf: values });
  }

  /** Starts a service within another operation, of which it is the given share in percent. */
  runStart(aid: number, sid: number, cloud: string, context: OperationContext, share?: Share): Promise<void> {
    const change = { ...serviceChanges.start, method: 'start_service', parameters: { service_id: sid, cloud } };
    return this.#runWithin(aid, sid, change, context, share);
  }

  /** Adds nodes to a running service within another operation. */
  runAddNodes(
    aid: number,
    sid: number,
    nodes: NodeCounts,
    cloud: string,
    context: OperationContext,
    share?: Share,
  ): Promise<void> {
    const change = { ...serviceChanges.addNodes, method: 'add_nodes', parameters: { service_id: sid, nodes, cloud } };
    return this.#runWithin(aid, sid, change, context, share);
  }

  async #runWithin(
    aid: number,
    sid: number,
    change: ServiceChange & { method: string; parameters: Record<string, unknown> },
    context: OperationContext,
    share: Share | undefined,
  ): Promise<void> {
    const { managers } = this.#options;
    const connection = managers.get(aid);
    const following = managers.transitions.follow(aid, sid);
    await asked(following, connection.call(0, 'POST', change.method, change.parameters));
    await followChange(following, connection, change.wanted, context, share);
  }

  /**
   * Told as the answer instead of by an operation that fails later: managers ask for nodes only in the middle of their work. An
   * application that does not run is told first.
   */
  #requireCredits(uid: number, aid: number, instances: number): void {
    this.#options.managers.get(aid);
    this.#options.credits.requireSome(uid, instances);
  }

  /**
   * Asks the manager first, so that a refusal (wrong state, too many nodes) is the answer to the request instead of an operation that
   * failed. What follows is the operation. Code and settings of a service that does not run are only kept: nothing follows.
   */
  async #change(
    change: ServiceChange,
    uid: number,
    aid: number,
    sid: number,
    method: string,
    parameters: Record<string, unknown>,
    serviceId = 0,
  ): Promise<Operation> {
    const { managers, operations } = this.#options;
    const { name, state } = this.record(uid, aid, sid);
    const connection = managers.get(aid);
    const following = managers.transitions.follow(aid, sid);
    await asked(following, connection.call(serviceId, 'POST', method, parameters));
    const title = change.title(name);
    const kept = serviceId === sid && (state === 'INIT' || state === 'STOPPED');
    if (kept) following.stop();
    return operations.start({
      kind: change.kind,
      title,
      uid,
      aid,
      sid,
      timeLimit: change.timeLimit,
      steps: [],
      run: (context) => (kept ? Promise.resolve() : followChange(following, connection, change.wanted, context)),
    });
  }

  async #remove(aid: number, sid: number, context: OperationContext): Promise<void> {
    const { clouds, events, instances, managers, store } = this.#options;
    context.step('Stop the service');
    const connection = managers.find(aid);
    if (connection) await this.#removeAtManager(aid, sid, connection);
    context.step('Delete code and data');
    const uid = store.applications.get(aid)?.uid;
    if (uid === undefined) return;
    await instances.destroyAll(aid, sid);
    for (const cloud of clouds.all()) await cloud.destroyStorage({ uid, aid, sid });
    store.services.delete(aid, sid);
    events.publish({ type: 'service.removed', aid, sid }, { uid });
  }

  /** A manager that does not know the service has removed it already, for a Director that was killed before it took note. */
  async #removeAtManager(aid: number, sid: number, connection: ManagerConnection): Promise<void> {
    const following = this.#options.managers.transitions.follow(aid, sid);
    try {
      await asked(following, connection.call(0, 'POST', 'remove_service', { service_id: sid }));
    } catch (error) {
      if (error instanceof ConpaasError && error.code === 'SERVICE_NOT_FOUND') return;
      throw error;
    }
    await following.ended;
  }

  /** The manager went on while the Director was away: wait for the end, or take what came of it. */
  async #recover(change: ServiceChange, operation: Operation, context: OperationContext): Promise<void> {
    const { aid, sid } = target(operation);
    const { managers } = this.#options;
    const connection = managers.find(aid);
    if (!connection) throw new ConpaasError('OPERATION_INTERRUPTED');
    const following = managers.transitions.follow(aid, sid);
    // The connection was opened just before: it reads all services at once, and again whenever it was lost.
    following.asked();
    await connection.waitForAnswer(60_000, context.signal);
    const since = performance.now();
    const snapshot = (await connection.services()).find((each) => each.sid === sid);
    // The operation must not end before the service is seen as it is.
    if (snapshot) managers.asked(aid, snapshot);
    following.now(snapshot, since);
    await followChange(following, connection, change.wanted, context);
  }

  #publish(service: ServiceRecord): Service {
    const uid = this.#options.store.applications.get(service.aid)?.uid;
    if (uid !== undefined) this.#options.events.publish({ type: 'service.changed', service }, { uid });
    return service;
  }
}

function target(operation: Operation): { aid: number; sid: number } {
  const { aid, sid } = operation;
  if (aid === null || sid === null)
    throw new ConpaasError('INTERNAL', { why: `operation ${operation.id} names no service` });
  return { aid, sid };
}

/** Gives up following when the manager refuses. */
async function asked(following: Following, call: Promise<unknown>): Promise<void> {
  try {
    await call;
    following.asked();
  } catch (error) {
    following.stop();
    throw error;
  }
}
