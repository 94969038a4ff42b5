import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names = 'createNodes' | 'destroyNodes' | 'makeVolume' | 'attachVolume' | 'detachVolume' | 'destroyVolume';

/** Callbacks of managers: each can touch its own application only, which is the one its certificate names. */
export function managerHandlers({ nodeRequests, keptVolumes }: Domain): Pick<Handlers, Names> {
  return {
    createNodes: async ({ caller, body, signal }) => nodeRequests.create(caller, body, signal),
    destroyNodes: async ({ caller, body }) => {
      await nodeRequests.destroy(caller, body.ids, body.requestIds);
      return undefined;
    },
    makeVolume: ({ caller, body, signal }) => keptVolumes.make(caller, body, signal),
    attachVolume: async ({ caller, body }) => {
      await keptVolumes.attach(caller.aid, body.name, body.agentId, body.device);
      return undefined;
    },
    detachVolume: async ({ caller, body }) => {
      await keptVolumes.detach(caller.aid, body.name);
      return undefined;
    },
    destroyVolume: async ({ caller, body }) => {
      await keptVolumes.destroy(caller.aid, body.name, body.requestId);
      return undefined;
    },
  };
}
