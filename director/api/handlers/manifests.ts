import { manifestSchema } from '../../manifests/schema.ts';
import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'getManifestSchema'
  | 'checkManifest'
  | 'deployManifest'
  | 'deployManifestBundle'
  | 'exportManifest'
  | 'exportManifestBundle';

export function manifestHandlers({ manifests }: Pick<Domain, 'manifests'>): Pick<Handlers, Names> {
  return {
    getManifestSchema: async () => manifestSchema(),
    checkManifest: ({ caller, body }) => manifests.check(caller.uid, body.manifest, body.cloud),
    deployManifest: ({ caller, body }) => manifests.deploy(caller.uid, body.manifest, body.cloud),
    deployManifestBundle: ({ caller, query, file }) =>
      manifests.deployBundle(caller.uid, file, query.filename, query.cloud),
    exportManifest: ({ caller, params }) => manifests.exportText(caller.uid, params.aid),
    exportManifestBundle: ({ caller, params }) => manifests.exportBundle(caller.uid, params.aid),
  };
}
