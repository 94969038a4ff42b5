import type { Operation } from '../../../director/contract/operation.ts';
import { createEventHub } from '../../../director/events/event-hub.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { createOperations } from '../../../director/operations/create-operations.ts';
import type { OperationContext, OperationRequest } from '../../../director/operations/operations.ts';
import { openStore, type Store } from '../../../director/store/store.ts';
import { ManualClock } from './manual-clock.ts';

/** A Director's operations on a database in memory. `store` of an earlier one: the next Director on the same database. */
export function director(store: Store = openStore({ file: ':memory:', backups: '/nowhere', log: silentLogger })) {
  const clock = new ManualClock();
  const events = createEventHub();
  const published: Operation[] = [];
  events.subscribe(1, undefined, ({ event }) => {
    if (event.type === 'operation.changed') published.push(event.operation);
  });
  const repository = store.operations;
  const operations = createOperations({ repository, events, log: silentLogger, clock });
  return { store, clock, operations, published };
}

export function request(run: OperationRequest['run'], changes: Partial<OperationRequest> = {}): OperationRequest {
  const title = 'Start application "shop"';
  const steps = ['Make the instance', 'Wait for the manager', 'Tell the user', 'Tidy up'];
  return { kind: 'application.start', title, uid: 1, aid: 1, sid: null, timeLimit: 60, steps, run, ...changes };
}

/** Work that a test leads step by step. */
export function led() {
  const begun = Promise.withResolvers<OperationContext>();
  const end = Promise.withResolvers<void>();
  return {
    run(context: OperationContext): Promise<void> {
      begun.resolve(context);
      return end.promise;
    },
    /** Resolves when the work has begun. */
    begun: begun.promise,
    succeed: () => end.resolve(),
    fail: (error: unknown) => end.reject(error),
  };
}

/** Work that goes on until it is stopped. */
export const untilStopped = (context: OperationContext) =>
  new Promise<void>((_, reject) => {
    const stop = () => reject(context.signal.reason);
    if (context.signal.aborted) stop();
    else context.signal.addEventListener('abort', stop);
  });

/** "name state" of each step. */
export const stepStates = (operation: Operation | undefined) =>
  operation?.steps.map(({ name, state }) => `${name}: ${state}`);
