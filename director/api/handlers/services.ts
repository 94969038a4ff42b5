import { Readable } from 'node:stream';
import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'listAllServices'
  | 'listServices'
  | 'addService'
  | 'getService'
  | 'renameService'
  | 'removeService'
  | 'startService'
  | 'stopService'
  | 'getServiceInfo'
  | 'getServiceHistory'
  | 'getServiceLog'
  | 'getStartupScript'
  | 'setStartupScript';

export function serviceHandlers({ services, nodes, code }: Domain): Pick<Handlers, Names> {
  return {
    listAllServices: async ({ caller }) => services.listAll(caller.uid),
    listServices: async ({ caller, params }) => services.list(caller.uid, params.aid),
    addService: ({ caller, params, body }) => services.add(caller.uid, params.aid, body.type, body.name),
    getService: async ({ caller, params }) => services.get(caller.uid, params.aid, params.sid),
    renameService: async ({ caller, params, body }) => services.rename(caller.uid, params.aid, params.sid, body.name),
    removeService: async ({ caller, params }) => services.remove(caller.uid, params.aid, params.sid),
    startService: ({ caller, params, body }) => services.start(caller.uid, params.aid, params.sid, body.cloud),
    stopService: ({ caller, params }) => services.stop(caller.uid, params.aid, params.sid),
    getServiceInfo: ({ caller, params }) => nodes.information(caller.uid, params.aid, params.sid),
    getServiceHistory: ({ caller, params }) => nodes.history(caller.uid, params.aid, params.sid),
    getServiceLog: ({ caller, params }) => nodes.serviceLog(caller.uid, params.aid, params.sid),
    getStartupScript: ({ caller, params }) => nodes.startupScript(caller.uid, params.aid, params.sid),
    setStartupScript: async ({ caller, params, body }) => {
      await code.uploadStartupScript(caller.uid, params.aid, params.sid, Readable.from([body.script]));
      return undefined;
    },
  };
}
