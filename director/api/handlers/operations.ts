import { ConpaasError } from '../../contract/errors.ts';
import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names = 'listOperations' | 'getOperation' | 'cancelOperation' | 'listSamples' | 'deploySample';

export function operationHandlers({ operations, samples }: Domain): Pick<Handlers, Names> {
  const own = (uid: number, id: string) => {
    const operation = operations.get(id);
    if (operation?.uid !== uid) throw new ConpaasError('OPERATION_NOT_FOUND', { id });
    return operation;
  };
  return {
    listOperations: async ({ caller, query: { aid, state, limit } }) => {
      return operations.list({
        uid: caller.uid,
        limit,
        ...(aid === undefined ? {} : { aid }),
        ...(state === undefined ? {} : { state }),
      });
    },
    getOperation: async ({ caller, params }) => own(caller.uid, params.id),
    cancelOperation: async ({ caller, params }) => operations.cancel(own(caller.uid, params.id).id),
    listSamples: () => samples.list(),
    deploySample: ({ caller, params }) => samples.deploy(caller.uid, params.name),
  };
}
