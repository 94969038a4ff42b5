import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'listCodeVersions'
  | 'uploadCodeVersion'
  | 'downloadCodeVersion'
  | 'liftCodeVersion'
  | 'enableCodeVersion'
  | 'deleteCodeVersion'
  | 'getConfiguration'
  | 'updateConfiguration';

export function codeHandlers({ code, services }: Domain): Pick<Handlers, Names> {
  return {
    listCodeVersions: ({ caller, params }) => code.list(caller.uid, params.aid, params.sid),
    uploadCodeVersion: ({ caller, params, query, file, signal }) => {
      const { filename, description = '' } = query;
      return code.upload(caller.uid, params.aid, params.sid, { filename, description, stream: file }, signal);
    },
    downloadCodeVersion: async ({ caller, params }) => {
      const { filename, size, stream } = await code.download(caller.uid, params.aid, params.sid, params.version);
      return { filename, stream, ...(size === undefined ? {} : { size }) };
    },
    liftCodeVersion: ({ caller, params, body }) =>
      code.lift(caller.uid, params.aid, params.sid, params.version, body.lifted),
    enableCodeVersion: ({ caller, params }) => services.enableCode(caller.uid, params.aid, params.sid, params.version),
    deleteCodeVersion: async ({ caller, params }) => {
      await code.delete(caller.uid, params.aid, params.sid, params.version);
      return undefined;
    },
    getConfiguration: ({ caller, params }) => code.configuration(caller.uid, params.aid, params.sid),
    updateConfiguration: ({ caller, params, body }) =>
      services.configure(caller.uid, params.aid, params.sid, body.values),
  };
}
