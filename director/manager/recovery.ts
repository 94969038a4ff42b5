import { ConpaasError } from '../contract/errors.ts';
import type { ManagedService } from './managed-service.ts';
import { settled } from './outcome.ts';
import type { End } from './state-machine.ts';
import { stop } from './transitions.ts';

const recoveryLimitMs = 150_000;

/**
 * Brings a service that was read from disk out of a transient state: what its transition had made is destroyed, and the
 * service ends in its state from before or in ERROR, with the reason.
 * @param sameInstance false when the manager is another one than before: the application was stopped in between, and its
 *   nodes with it
 * @returns the end that was reached; undefined when there is nothing to recover
 */
export function recover(service: ManagedService, sameInstance: boolean): Promise<End> | undefined {
  const { state } = service.machine;
  const idle = (state === 'INIT' || state === 'STOPPED') && service.pool.visible().length === 0;
  if (!sameInstance && !idle) return stop(service, 'The application was stopped');
  if (state === 'EPILOGUE') return stop(service);
  if (state === 'PROLOGUE') return afterStart(service);
  return state === 'ADAPTING' ? afterChange(service) : undefined;
}

function afterStart(service: ManagedService): Promise<End> {
  const failure = new ConpaasError('MANAGER_RESTARTED', { state: 'PROLOGUE' });
  return service.machine.begin({
    to: 'PROLOGUE',
    from: ['PROLOGUE'],
    text: 'Cleaning up after a restart of the manager',
    limit: recoveryLimitMs,
    run: async () => {
      await service.discard(service.pool.visible());
      return { state: 'ERROR', reason: failure.toBody(), text: failure.message };
    },
    undo: (second) => Promise.reject(second),
  });
}

function afterChange(service: ManagedService): Promise<End> {
  return service.machine.begin({
    to: 'ADAPTING',
    from: ['ADAPTING'],
    text: 'Cleaning up after a restart of the manager',
    limit: recoveryLimitMs,
    run: async (task) => {
      const nodes = service.pool.alive();
      const removed = service.pool.with('leaving');
      const leaving = [...removed, ...service.pool.with('joining')];
      // After a restart of the computer the agents may need a moment longer than their manager.
      await service.provider.waitForAgents(nodes, task.signal);
      const distrusted = new Set(nodes.map((node) => node.id));
      await service.manager.arrange({ nodes, leaving, distrusted }, task);
      await service.discard(leaving);
      // A removal was carried to its end; anything else was taken back.
      if (removed.length > 0) return settled(service, 'The nodes were removed');
      const failure = new ConpaasError('MANAGER_RESTARTED', { state: 'ADAPTING' });
      return settled(service, failure.message, failure);
    },
    undo: (failure) => Promise.reject(failure),
  });
}
