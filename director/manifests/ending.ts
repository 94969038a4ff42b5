import type { Applications } from '../applications/applications.ts';
import type { Services } from '../applications/services.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import type { OperationContext, Operations } from '../operations/operations.ts';
import type { Store } from '../store/store.ts';

export interface EndingOptions {
  store: Store;
  applications: Applications;
  services: Services;
  operations: Operations;
}

/** Leaves an application that could not be made to its end so that people see what there is and why. Nothing is deleted. */
export class Ending {
  readonly #options: EndingOptions;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** @returns what the operation ends with */
  failed(uid: number, aid: number, thrown: unknown, context: OperationContext): unknown {
    const { applications, operations, store } = this.#options;
    const { aborted, reason } = context.signal;
    const error = ConpaasError.from(aborted ? reason : thrown);
    const record = store.applications.get(aid);
    if (!record) return error;
    const made = this.#made(uid, aid);
    context.log(made);
    if (error.code === 'OPERATION_CANCELLED') {
      // That was the user's wish: what is there is in order. Without a manager the start has put it in order itself.
      if (record.managerVmid !== null) applications.setState(aid, 'RUNNING');
      return error;
    }
    const steps = operations.get(context.id)?.steps ?? [];
    const step = steps.find(({ state }) => state === 'running')?.name ?? 'Deploying';
    const detail = [error.hint, error.detail].filter((text) => text).join('\n');
    const parameters = { step: `"${step}"`, why: error.message, made };
    const failure = new ConpaasError('DEPLOYMENT_FAILED', parameters, { detail, cause: thrown });
    applications.setState(aid, 'ERROR', failure.toBody());
    // Where time ran out or something of ours is wrong, the operation says so by the original.
    return aborted || error.code === 'INTERNAL' ? error : failure;
  }

  /** The Director ended in the middle: puts the application in order and tells what there is. @throws DEPLOYMENT_INTERRUPTED */
  async interrupted(operation: Operation, context: OperationContext): Promise<void> {
    const { applications, store } = this.#options;
    const { aid, uid, steps } = operation;
    const record = aid === null ? undefined : store.applications.get(aid);
    if (aid === null || !record) throw new ConpaasError('OPERATION_INTERRUPTED');
    const step = steps.find(({ state }) => state === 'running')?.name ?? 'Deploying';
    // The manager, where it was being made: it goes on, or nothing of it is left.
    if (record.state === 'PROLOGUE')
      await applications
        .recoverStart(aid, context)
        .catch((error: unknown) => context.log(ConpaasError.from(error).message));
    const made = this.#made(uid, aid);
    const failure = new ConpaasError('DEPLOYMENT_INTERRUPTED', { step, made });
    applications.setState(aid, 'ERROR', failure.toBody());
    throw failure;
  }

  /** "What there is now: the manager and the services "Pages", "Data"." */
  #made(uid: number, aid: number): string {
    const { services, store } = this.#options;
    const manager = store.applications.get(aid)?.managerVmid === null ? [] : ['the manager'];
    const names = services.list(uid, aid).map(({ name }) => `the service "${name}"`);
    const made = [...manager, ...names];
    return made.length === 0 ? 'Nothing but the empty application is there now.' : `There is now: ${made.join(', ')}.`;
  }
}
