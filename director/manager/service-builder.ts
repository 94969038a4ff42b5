import { ConpaasError } from '../contract/errors.ts';
import { serviceTypes } from '../services/registry.ts';
import type { AuthorizedKeys, Log, ServiceHost, ServiceNode } from '../services/service-type.ts';
import type { WireClient } from '../wire/client.ts';
import type { ManagerConfiguration } from '../wire/instance-configuration.ts';
import type { ManagerEvent } from '../wire/manager-events.ts';
import { connectAgent } from './agent-connection.ts';
import { ManagedService } from './managed-service.ts';
import { type DirectorNodes, NodeProvider } from './node-provider.ts';
import type { ServiceRecord } from './service-record.ts';
import { change } from './transitions.ts';
import { type DirectorVolumes, volumeProvider } from './volume-provider.ts';

export interface ServiceSurroundings {
  configuration: ManagerConfiguration;
  director: DirectorNodes & DirectorVolumes;
  client: WireClient;
  /** For the service type, kept over restarts. */
  directory: string;
  log: Log;
  authorizedKeys: AuthorizedKeys;
  startupScript: () => Promise<string | undefined>;
  publish: (event: ManagerEvent) => void;
  save: () => Promise<void>;
}

/** Puts a service together, with the manager of its type. @throws UNKNOWN_SERVICE_TYPE */
export async function buildService(record: ServiceRecord, around: ServiceSurroundings): Promise<ManagedService> {
  const entry = Object.hasOwn(serviceTypes, record.type) ? serviceTypes[record.type] : undefined;
  if (!entry) throw new ConpaasError('UNKNOWN_SERVICE_TYPE', { type: record.type });
  const { createServiceManager } = await entry.manager();
  const agent = (node: ServiceNode) => connectAgent(around.client, node);
  const { director, startupScript, log, publish, save } = around;
  const provider = new NodeProvider({
    director,
    sid: record.sid,
    serviceType: record.type,
    startupScript,
    agent,
    log,
  });
  return new ManagedService(record, {
    definition: entry.definition,
    provider,
    agent,
    log,
    publish,
    save,
    createManager: (service) => createServiceManager(hostOf(service, around), record.settings),
  });
}

function hostOf(
  service: ManagedService,
  { configuration, directory, authorizedKeys, director }: ServiceSurroundings,
): ServiceHost {
  return {
    sid: service.sid,
    configuration,
    directory,
    authorizedKeys,
    volumes: volumeProvider(director, service.log),
    log: service.log,
    state: () => service.machine.state,
    nodes: () => service.pool.alive(),
    agent: (node) => service.agent(node),
    save: () => service.save(),
    expectState: (...expected) => service.machine.expect(expected),
    change: (wanted) =>
      change(service, wanted).then((end) => {
        if (end.reason) throw ConpaasError.fromBody(end.reason);
      }),
    codeChanged: () => service.publish({ type: 'code', sid: service.sid }),
  };
}
