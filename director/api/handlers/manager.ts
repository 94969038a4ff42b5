import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

/** Callbacks of managers: each can touch its own application only, which is the one its certificate names. */
export function managerHandlers({ nodeRequests }: Domain): Pick<Handlers, 'createNodes' | 'destroyNodes'> {
  return {
    createNodes: async ({ caller, body, signal }) => nodeRequests.create(caller, body, signal),
    destroyNodes: async ({ caller, body }) => {
      await nodeRequests.destroy(caller, body.ids);
      return undefined;
    },
  };
}
