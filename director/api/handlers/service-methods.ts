import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names = 'callServiceMethod' | 'listAuthorizedKeys' | 'addAuthorizedKeys';

export function serviceMethodHandlers({ serviceMethods }: Domain): Pick<Handlers, Names> {
  return {
    callServiceMethod: async ({ caller, params, body }) => ({
      result: await serviceMethods.call(caller.uid, params.aid, params.sid, params.method, body.parameters),
    }),
    listAuthorizedKeys: async ({ caller, params }) => ({
      keys: await serviceMethods.authorizedKeys(caller.uid, params.aid, params.sid),
    }),
    addAuthorizedKeys: async ({ caller, params, body }) => ({
      added: await serviceMethods.addAuthorizedKeys(caller.uid, params.aid, params.sid, body.keys),
    }),
  };
}
