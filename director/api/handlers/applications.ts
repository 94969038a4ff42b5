import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'listApplications'
  | 'createApplication'
  | 'getApplication'
  | 'renameApplication'
  | 'deleteApplication'
  | 'startApplication'
  | 'stopApplication'
  | 'getApplicationInfo'
  | 'getApplicationLog';

export function applicationHandlers({ applications, nodes }: Domain): Pick<Handlers, Names> {
  return {
    listApplications: async ({ caller }) => applications.list(caller.uid),
    createApplication: async ({ caller, body }) => applications.create(caller.uid, body.name),
    getApplication: async ({ caller, params }) => applications.get(caller.uid, params.aid),
    renameApplication: async ({ caller, params, body }) => applications.rename(caller.uid, params.aid, body.name),
    deleteApplication: async ({ caller, params }) => applications.delete(caller.uid, params.aid),
    startApplication: async ({ caller, params, body }) => applications.start(caller.uid, params.aid, body.cloud),
    stopApplication: async ({ caller, params }) => applications.stop(caller.uid, params.aid),
    getApplicationInfo: async ({ caller, params }) => nodes.applicationInformation(caller.uid, params.aid),
    getApplicationLog: async ({ caller, params }) => nodes.managerLog(caller.uid, params.aid),
  };
}
