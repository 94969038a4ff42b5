import type { Application } from '../../director/contract/application.ts';
import type { Certificate } from '../../director/contract/certificate.ts';
import type { CodeVersion, Configuration } from '../../director/contract/code.ts';
import type { Credit, CreditEstimate } from '../../director/contract/credit.ts';
import type { Event } from '../../director/contract/event.ts';
import type { Node, Service, ServiceTypeDescription, Transition } from '../../director/contract/service.ts';
import type { Sample, Settings, System } from '../../director/contract/system.ts';
import type { OpenSession, User, UserHoldings, UserOverview } from '../../director/contract/user.ts';
import type { Volume } from '../../director/contract/volume.ts';
import type { Collection } from './collection.ts';
import type { CreditHistory } from './credit-history.ts';
import { serviceKey } from './keys.ts';
import type { Operations } from './operations.ts';
import type { Resource } from './resource.ts';

/** What the stores hold of the Director. */
export interface Mirror {
  applications: Collection<Application>;
  /** Of all applications, by serviceKey. */
  services: Collection<Service>;
  operations: Operations;
  /** Of the user who is signed in. */
  creditHistory: CreditHistory;

  // Read where they are looked at, by serviceKey:
  nodes: Resource<Node[]>;
  codeVersions: Resource<CodeVersion[]>;
  configurations: Resource<Configuration>;
  histories: Resource<Transition[]>;
  startupScripts: Resource<string>;
  /** Lines in the form of authorized_keys. */
  authorizedKeys: Resource<string[]>;
  /** What methods answer that only some types have, by methodKey. */
  methodAnswers: Resource<unknown>;
  /** By the application's id. */
  volumes: Resource<Volume[]>;
  /** Manifests that recreate applications, by the application's id. */
  exportedManifests: Resource<string>;
  /** By the application's id. */
  managerLogs: Resource<string>;
  /** By the number of instances that would be added. */
  estimates: Resource<CreditEstimate>;

  // By the user's id, for administrators:
  holdings: Resource<UserHoldings>;
  userCredits: Resource<Credit>;

  // One of each, under the key of `single`:
  system: Resource<System>;
  settings: Resource<Settings>;
  serviceTypes: Resource<ServiceTypeDescription[]>;
  samples: Resource<Sample[]>;
  /** The JSON Schema of manifests. */
  manifestSchema: Resource<Record<string, unknown>>;
  signInOptions: Resource<{ registration: boolean; version: string }>;
  profile: Resource<User>;
  sessions: Resource<OpenSession[]>;
  credit: Resource<Credit>;
  certificates: Resource<Certificate[]>;
  // For administrators:
  allCertificates: Resource<Certificate[]>;
  users: Resource<UserOverview[]>;
}

/** Key of a resource of which there is one. */
export const single = '';

/** Brings the stores up to date with one event of the Director. */
export function applyEvent(mirror: Mirror, event: Exclude<Event, { type: 'reset' }>): void {
  switch (event.type) {
    case 'application.changed':
      mirror.applications.put(event.application);
      void mirror.managerLogs.refresh(String(event.application.aid));
      return;
    case 'application.removed':
      mirror.applications.remove(event.aid);
      for (const service of Object.values(mirror.services.store.getState().items))
        if (service.aid === event.aid) mirror.services.remove(serviceKey(service));
      return;
    case 'service.changed': {
      const key = serviceKey(event.service);
      mirror.services.put(event.service);
      // A change of state is one more line of history, and other settings may be at work.
      void mirror.histories.refresh(key);
      void mirror.configurations.refresh(key);
      void mirror.methodAnswers.refreshWhere((methodOfService) => methodOfService.startsWith(`${key} `));
      return;
    }
    case 'service.removed':
      mirror.services.remove(serviceKey(event));
      return;
    case 'nodes.changed':
      mirror.nodes.put(serviceKey(event), event.nodes);
      return;
    case 'code.changed':
      void mirror.codeVersions.refresh(serviceKey(event));
      return;
    case 'volumes.changed':
      mirror.volumes.put(String(event.aid), event.volumes);
      return;
    case 'credit.changed':
      mirror.credit.put(single, event.credit);
      void mirror.estimates.refreshAll();
      void mirror.creditHistory.refresh();
      return;
    case 'certificates.changed':
      void mirror.certificates.refresh(single);
      void mirror.allCertificates.refresh(single);
      return;
    case 'operation.changed':
      mirror.operations.put(event.operation);
  }
}
