import type { Applications } from '../applications/applications.ts';
import type { Instances } from '../applications/instances.ts';
import type { KeptVolumes } from '../applications/kept-volumes.ts';
import type { NodeRequests } from '../applications/node-requests.ts';
import type { Services } from '../applications/services.ts';
import type { Certificates } from '../certificates/certificates.ts';
import type { Clouds } from '../clouds/clouds.ts';
import type { Credits } from '../credits/credits.ts';
import type { Manifests } from '../manifests/manifests.ts';
import type { Operations } from '../operations/operations.ts';
import type { Store } from '../store/store.ts';
import type { Users } from '../users/users.ts';
import type { CodeBundle } from './code-bundle.ts';
import type { OfferedFiles } from './offered-files.ts';

/** What the routes of ConPaaS 2.1 call: the same classes as the modern handlers. */
export interface LegacyDomain {
  version: string;
  store: Store;
  operations: Operations;
  users: Users;
  certificates: Certificates;
  credits: Credits;
  clouds: Clouds;
  applications: Applications;
  services: Services;
  instances: Instances;
  nodeRequests: NodeRequests;
  keptVolumes: KeptVolumes;
  manifests: Manifests;
  codeBundle: CodeBundle;
  offeredFiles: OfferedFiles;
  /** Where this Director is called: https://127.0.0.1:5555 */
  directorUrl: () => string;
}
