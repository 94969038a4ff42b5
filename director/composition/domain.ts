import { join } from 'node:path';
import { Applications } from '../applications/applications.ts';
import { Code } from '../applications/code.ts';
import { Instances } from '../applications/instances.ts';
import { KeptVolumes } from '../applications/kept-volumes.ts';
import { Managers } from '../applications/managers.ts';
import { NodeRequests } from '../applications/node-requests.ts';
import { Nodes } from '../applications/nodes.ts';
import { ServiceMethods } from '../applications/service-methods.ts';
import { Services } from '../applications/services.ts';
import { Volumes } from '../applications/volumes.ts';
import { Credits } from '../credits/credits.ts';
import { Hours } from '../credits/hours.ts';
import { Meter } from '../credits/meter.ts';
import { packageRoot } from '../installation/programs.ts';
import { fetchTimes } from '../manifests/fetch-file.ts';
import { Manifests } from '../manifests/manifests.ts';
import { SampleCatalogue } from '../samples/catalogue.ts';
import { Samples } from '../samples/samples.ts';
import type { Foundation } from './foundation.ts';
import type { DirectorOptions } from './options.ts';

export type BuiltDomain = ReturnType<typeof buildDomain>;

/** What users do: applications, services, code, volumes, manifests, and what it costs. */
export function buildDomain(foundation: Foundation, options: DirectorOptions, stops: (() => unknown)[]) {
  const { store, events, operations, clouds, settings, wire, log, directory, certificates, directorUrl } = foundation;
  const deployment = settings.get().deploymentName;
  const charging = {
    store,
    meter: new Meter(store, options.charging?.readClocks),
    enabled: () => settings.get().creditsEnabled,
  };
  const hours = new Hours({ ...charging, clouds });
  const credits = new Credits({ ...charging, events, hours });
  const revokedFor = (uid: number) => certificates.revokedFor(uid);
  const managers = new Managers({ store, events, client: wire, directorUrl, revokedFor });
  stops.push(() => managers.close());
  const instances = new Instances({
    store,
    clouds,
    issuer: foundation.authority,
    deployment,
    settings: () => settings.get(),
    directorUrl,
    revokedFor,
    hours,
    credits,
    onVolumesReleased: (aid) => keptVolumes.publish(aid),
  });
  const keptVolumes = new KeptVolumes({ store, events, clouds, instances, log });
  const applications = new Applications({ store, events, operations, instances, managers, clouds, credits });
  const services = new Services({ store, events, operations, managers, applications, instances, clouds, credits });
  const code = new Code(services, wire);
  const nodes = new Nodes(services);
  const volumes = new Volumes({ applications, services, kept: keptVolumes });
  const manifests = new Manifests({
    store,
    applications,
    services,
    code,
    nodes,
    volumes,
    clouds,
    credits,
    operations,
    fetchTimes,
    settings: () => settings.get(),
    directory: join(directory, 'deployments'),
  });
  const catalogue = new SampleCatalogue(join(packageRoot(), 'resources', 'samples'));
  return {
    deployment,
    hours,
    credits,
    managers,
    instances,
    keptVolumes,
    volumes,
    applications,
    services,
    nodeRequests: new NodeRequests({ store, instances }),
    code,
    nodes,
    serviceMethods: new ServiceMethods(services, wire),
    manifests,
    samples: new Samples({ catalogue, manifests, applications, operations }),
  };
}
