import { ConpaasError } from '../../contract/errors.ts';
import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

/** Callbacks of managers: each can touch its own application only, which is the one its certificate names. */
export function managerHandlers({ instances, store }: Domain): Pick<Handlers, 'createNodes' | 'destroyNodes'> {
  return {
    createNodes: async ({ caller, body, signal }) => {
      const { uid, aid } = caller;
      const application = store.applications.get(aid);
      if (application?.uid !== uid) throw new ConpaasError('APPLICATION_NOT_FOUND');
      if (application.state === 'EPILOGUE' || application.state === 'STOPPED') {
        throw new ConpaasError('APPLICATION_NOT_STARTED', { id: aid });
      }
      const service = store.services.get(aid, body.sid);
      if (!service) throw new ConpaasError('SERVICE_NOT_FOUND', { aid, sid: body.sid });
      return instances.createNodes({ ...body, uid, aid, serviceType: service.type }, signal);
    },
    destroyNodes: async ({ caller, body }) => {
      await instances.destroyNodes(caller.aid, body.ids);
      return undefined;
    },
  };
}
