import type { Applications } from '../../applications/applications.ts';
import type { Code } from '../../applications/code.ts';
import type { Instances } from '../../applications/instances.ts';
import type { KeptVolumes } from '../../applications/kept-volumes.ts';
import type { Managers } from '../../applications/managers.ts';
import type { NodeRequests } from '../../applications/node-requests.ts';
import type { Nodes } from '../../applications/nodes.ts';
import type { ServiceMethods } from '../../applications/service-methods.ts';
import type { Services } from '../../applications/services.ts';
import type { Volumes } from '../../applications/volumes.ts';
import type { Certificates } from '../../certificates/certificates.ts';
import type { Checks } from '../../checks/checks.ts';
import type { Clouds } from '../../clouds/clouds.ts';
import type { System } from '../../contract/system.ts';
import type { Credits } from '../../credits/credits.ts';
import type { EventHub } from '../../events/event-hub.ts';
import type { ConfigurationImport } from '../../imports/configuration-import.ts';
import type { Manifests } from '../../manifests/manifests.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Samples } from '../../samples/samples.ts';
import type { DirectorSettings } from '../../settings/settings.ts';
import type { Sharing } from '../../settings/sharing.ts';
import type { Store } from '../../store/store.ts';
import type { Sessions } from '../../users/sessions.ts';
import type { Users } from '../../users/users.ts';

/** What the handlers call. */
export interface Domain {
  version: string;
  store: Store;
  events: EventHub;
  operations: Operations;
  applications: Applications;
  services: Services;
  serviceMethods: ServiceMethods;
  volumes: Volumes;
  keptVolumes: KeptVolumes;
  nodes: Nodes;
  nodeRequests: NodeRequests;
  code: Code;
  instances: Instances;
  managers: Managers;
  clouds: Clouds;
  certificates: Certificates;
  checks: Checks;
  /** PEM text of the authority's own certificate. */
  authorityCertificate: string;
  credits: Credits;
  manifests: Manifests;
  samples: Samples;
  settings: DirectorSettings;
  sharing: Sharing;
  users: Users;
  sessions: Sessions;
  configurationImport: ConfigurationImport;
  system: () => Promise<System>;
}
