import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names = 'listVolumes' | 'createVolume' | 'deleteVolume';

export function volumeHandlers({ volumes }: Domain): Pick<Handlers, Names> {
  return {
    listVolumes: async ({ caller, params }) => volumes.list(caller.uid, params.aid),
    createVolume: ({ caller, params, body }) => volumes.create(caller.uid, params.aid, body),
    deleteVolume: ({ caller, params }) => volumes.delete(caller.uid, params.aid, params.name),
  };
}
