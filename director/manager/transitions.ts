import { ConpaasError } from '../contract/errors.ts';
import type { ServiceChange } from '../services/service-type.ts';
import type { BoundedTask } from './bounded-task.ts';
import type { ManagedService } from './managed-service.ts';
import { wantedNodes } from './node-counts.ts';
import type { PooledNode } from './node-pool.ts';
import { lookAt, refresh } from './node-status.ts';
import { settled } from './outcome.ts';
import { type End, everyState } from './state-machine.ts';

/** Making nodes may take a minute until the Director answers and another until their agents do. */
const nodesLimitMs = 150_000;
const changeLimitMs = 100_000;

/** What `work` changed was brought back: the service is as before, and tells why. */
const undone = (service: ManagedService, failure: ConpaasError) => settled(service, failure.message, failure);

/** @returns the end of the start; the service is PROLOGUE when this returns @throws WRONG_STATE */
export function start(service: ManagedService, cloud: string): Promise<End> {
  service.machine.expect(['INIT', 'STOPPED']);
  service.cloud = cloud;
  return service.machine.begin({
    to: 'PROLOGUE',
    from: ['INIT', 'STOPPED'],
    text: 'Starting the service',
    limit: nodesLimitMs,
    run: async (task) => {
      const nodes = await service.acquire(service.manager.startingRoles, cloud, task);
      service.cloud = nodes[0]?.cloud ?? cloud;
      await service.manager.arrange({ nodes, leaving: [] }, task);
      await finish(service, nodes, [], task);
      return settled(service, 'The service is running');
    },
    undo: async (failure) => {
      await service.discard(service.pool.visible());
      const cancelled = failure.code === 'OPERATION_CANCELLED';
      return { state: cancelled ? 'STOPPED' : 'ERROR', reason: failure.toBody(), text: failure.message };
    },
  });
}

/** @returns the end of the stop; the service is EPILOGUE when this returns */
export function stop(service: ManagedService, text = 'Stopping the service'): Promise<End> {
  // Who asks for a stop that is under way already waits for its end, too, and has not seen its beginning.
  if (service.machine.state === 'EPILOGUE') service.publishState();
  if (service.machine.state === 'EPILOGUE' && service.machine.underWay) return service.machine.underWay;
  return service.machine.begin({
    to: 'EPILOGUE',
    from: everyState,
    text,
    limit: nodesLimitMs,
    run: async (task) => {
      task.step('Destroy instances', 10);
      service.pool.move(service.pool.visible(), 'leaving');
      const ids = service.pool.with('leaving', 'doomed').map((node) => node.id);
      await service.provider.destroy(ids, task.signal);
      service.pool.remove(new Set(ids));
      service.manager.forget(new Set(ids));
      await service.sweep(task.signal);
      service.publishNodes();
      return { state: 'STOPPED', reason: null, text: 'The service is stopped' };
    },
    undo: async (failure) => {
      // Nothing says that they are gone; the next stop destroys them.
      service.pool.move(service.pool.with('leaving'), 'member');
      return { state: 'ERROR', reason: failure.toBody(), text: failure.message };
    },
  });
}

/** @throws WRONG_STATE and the errors of `wantedNodes` */
export function addNodes(service: ManagedService, counts: Record<string, unknown>, cloud: string): Promise<End> {
  service.machine.expect(['RUNNING']);
  const wanted = wantedNodes(service.definition, counts);
  service.manager.checkAdd(wanted.counts, service.pool.alive());
  return service.machine.begin({
    to: 'ADAPTING',
    from: ['RUNNING'],
    text: `Adding ${wanted.text}`,
    limit: nodesLimitMs,
    run: async (task) => {
      const before = service.pool.alive();
      const nodes = await service.acquire(wanted.roles, cloud, task);
      await service.manager.arrange({ nodes: [...before, ...nodes], leaving: [] }, task);
      await finish(service, nodes, [], task);
      return settled(service, `Added ${wanted.text}`);
    },
    undo: (failure, task) => takeBack(service, failure, task),
  });
}

/** @throws WRONG_STATE and the errors of `wantedNodes` and `chooseRemoved` */
export function removeNodes(service: ManagedService, counts: Record<string, unknown>): Promise<End> {
  service.machine.expect(['RUNNING']);
  const wanted = wantedNodes(service.definition, counts);
  const chosen = new Set(service.manager.chooseRemoved(wanted.counts, service.pool.alive()).map((node) => node.id));
  return service.machine.begin({
    to: 'ADAPTING',
    from: ['RUNNING'],
    text: `Removing ${wanted.text}`,
    limit: nodesLimitMs,
    run: async (task) => {
      const leaving = service.pool.alive().filter((node) => chosen.has(node.id));
      service.pool.move(leaving, 'leaving');
      await service.save();
      task.step('Take the load off', 10);
      await service.manager.arrange({ nodes: service.pool.alive(), leaving }, task);
      task.step('Destroy instances', 95);
      await finish(service, [], leaving, task);
      return settled(service, `Removed ${wanted.text}`);
    },
    undo: (failure, task) => takeBack(service, failure, task),
  });
}

/** Puts a new node in the place of one. @throws WRONG_STATE, NODE_NOT_FOUND */
export function replaceNode(service: ManagedService, id: string): Promise<End> {
  service.machine.expect(['RUNNING', 'ERROR']);
  const old = service.pool.with('member').find((node) => node.id === id);
  if (!old) throw new ConpaasError('NODE_NOT_FOUND', { role: service.definition.type });
  return service.machine.begin({
    to: 'ADAPTING',
    from: ['RUNNING', 'ERROR'],
    text: `Replacing node ${id}`,
    limit: nodesLimitMs,
    run: async (task) => {
      const nodes = await service.acquire([old.role], old.cloud, task, old);
      const staying = service.pool.alive().filter((node) => node !== old);
      const leaving = old.state === 'lost' ? [] : [old];
      const order = (one: PooledNode, other: PooledNode) => one.order - other.order;
      await service.manager.arrange({ nodes: [...staying, ...nodes].sort(order), leaving }, task);
      await finish(service, nodes, [old], task);
      return settled(service, `Node ${id} was replaced`);
    },
    undo: (failure, task) => takeBack(service, failure, task),
  });
}

/** A change that the service type defines. @throws WRONG_STATE */
export function change(service: ManagedService, { reason, run, undo }: ServiceChange): Promise<End> {
  return service.machine.begin({
    to: 'ADAPTING',
    from: ['RUNNING'],
    text: reason,
    limit: changeLimitMs,
    run: async (task) => {
      await run(task);
      await refresh(service, task.signal);
      task.commit();
      await service.save();
      service.publishNodes();
      return settled(service, 'The service is running');
    },
    undo: async (failure, task) => {
      await undo(task);
      await service.save();
      return undone(service, failure);
    },
  });
}

/** The point from which there is no way back: new nodes belong to the service, left ones are destroyed. */
async function finish(service: ManagedService, joined: PooledNode[], left: PooledNode[], task: BoundedTask) {
  await Promise.all([lookAt(service, joined, task.signal), refresh(service, task.signal)]);
  task.commit();
  service.pool.move(joined, 'member');
  if (left.length > 0) await service.discard(left);
  await service.save();
  service.publishNodes();
}

/** Goes back to the nodes from before; those that the transition made are destroyed. */
async function takeBack(service: ManagedService, failure: ConpaasError, task: BoundedTask): Promise<End> {
  const joined = service.pool.with('joining');
  const distrusted = new Set(service.pool.with('leaving').map((node) => node.id));
  service.pool.move(service.pool.with('leaving'), 'member');
  await service.manager.arrange({ nodes: service.pool.alive(), leaving: joined, distrusted }, task);
  await service.discard(joined);
  return undone(service, failure);
}
