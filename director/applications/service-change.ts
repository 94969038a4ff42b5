import { ConpaasError } from '../contract/errors.ts';
import type { OperationKind } from '../contract/operation.ts';
import type { State } from '../contract/state.ts';
import type { OperationContext } from '../operations/operations.ts';
import type { ManagerConnection } from './manager-connection.ts';
import type { Following } from './transitions.ts';

/** A kind of change of a service that its manager carries out. */
export interface ServiceChange {
  kind: OperationKind;
  /** Seconds. */
  timeLimit: number;
  title: (name: string) => string;
  /** Where the service is when it went well. */
  wanted: State;
}

const change = (
  kind: OperationKind,
  timeLimit: number,
  wanted: State,
  title: ServiceChange['title'],
): ServiceChange => ({
  kind,
  timeLimit,
  wanted,
  title,
});

export const serviceChanges = {
  start: change('service.start', 180, 'RUNNING', (name) => `Start service "${name}"`),
  stop: change('service.stop', 180, 'STOPPED', (name) => `Stop service "${name}"`),
  addNodes: change('service.add_nodes', 180, 'RUNNING', (name) => `Add nodes to "${name}"`),
  removeNodes: change('service.remove_nodes', 180, 'RUNNING', (name) => `Remove nodes of "${name}"`),
  replaceNode: change('service.replace_node', 180, 'RUNNING', (name) => `Replace a node of "${name}"`),
  enableCode: change('service.enable_code', 120, 'RUNNING', (name) => `Enable code of "${name}"`),
  createVolume: change('service.create_volume', 180, 'RUNNING', (name) => `Create a volume of "${name}"`),
  deleteVolume: change('service.delete_volume', 180, 'RUNNING', (name) => `Delete a volume of "${name}"`),
  configure: change('service.configure', 120, 'RUNNING', (name) => `Change settings of "${name}"`),
} as const satisfies Record<string, ServiceChange>;

/**
 * Reports the steps of a transition under way to an operation and waits for its end. A cancel or the time limit asks the manager to undo
 * it; the end is awaited all the same.
 * @param share which part of the operation, in percent, the transition is
 * @throws the reason that the manager gave when the service did not come where it was wanted
 */
export async function followChange(
  following: Following,
  connection: ManagerConnection,
  wanted: State,
  context: OperationContext,
  share: { from: number; to: number } = { from: 0, to: 100 },
): Promise<void> {
  following.onStep((name, percent) => context.step(name, share.from + ((share.to - share.from) * percent) / 100));
  const cancel = () => {
    connection.call(0, 'POST', 'cancel', { service_id: following.sid }).catch((error: unknown) => {
      context.log(`The manager could not be asked to stop: ${ConpaasError.from(error).message}`);
    });
  };
  if (context.signal.aborted) cancel();
  context.signal.addEventListener('abort', cancel, { once: true });
  try {
    const outcome = await following.ended;
    if (outcome === 'removed') throw new ConpaasError('SERVICE_NOT_FOUND', { aid: following.aid, sid: following.sid });
    if (outcome.state === wanted && outcome.reason === null) return;
    context.signal.throwIfAborted();
    throw outcome.reason
      ? ConpaasError.fromBody(outcome.reason)
      : new ConpaasError('OPERATION_SUPERSEDED', { state: outcome.state });
  } finally {
    context.signal.removeEventListener('abort', cancel);
    following.stop();
  }
}
