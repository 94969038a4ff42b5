import { listResources } from '../../applications/resources.ts';
import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'getCredit'
  | 'listCreditHistory'
  | 'estimateCredit'
  | 'estimateNodes'
  | 'getUserCredit'
  | 'listUserCreditHistory'
  | 'addCredit'
  | 'listResources';

export function creditHandlers({ credits, store }: Domain): Pick<Handlers, Names> {
  return {
    getCredit: async ({ caller }) => credits.of(caller.uid),
    listCreditHistory: async ({ caller, query }) => credits.history(caller.uid, query),
    estimateCredit: async ({ caller, query }) => credits.estimate(caller.uid, query.instances),
    estimateNodes: async ({ caller, query }) => credits.estimate(caller.uid, query.instances),
    getUserCredit: async ({ params }) => credits.of(params.uid),
    listUserCreditHistory: async ({ params, query }) => credits.history(params.uid, query),
    addCredit: async ({ caller, params, body }) => credits.add(caller.uid, params.uid, body.change, body.note),
    listResources: async ({ caller }) => listResources(store, caller.uid),
  };
}
