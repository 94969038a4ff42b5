import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import { serviceTypes } from '../services/registry.ts';
import type { AgentService, Log } from '../services/service-type.ts';
import { certificateMethods } from '../wire/certificate-methods.ts';
import { type AgentConfiguration, portOf } from '../wire/instance-configuration.ts';
import type { Credentials } from '../wire/method.ts';
import { OwnCertificate } from '../wire/own-certificate.ts';
import { Revocations } from '../wire/revocations.ts';
import { createWireServer } from '../wire/server.ts';
import { accepts } from '../wire/trust.ts';
import { prepareUploads } from '../wire/upload.ts';
import { agentLogName, genericMethods } from './generic-methods.ts';
import { rotateRegularly } from './servers/log-rotation.ts';

const agentPort = 5555;

export interface Agent {
  /** Resolves when the agent answers; what ran before its end is started meanwhile. @throws ConpaasError PORT_TAKEN */
  start(): Promise<void>;
  /** Ends all servers, letting running requests finish, then the agent's own. */
  stop(): Promise<void>;
}

async function createService(configuration: AgentConfiguration, log: Log): Promise<AgentService> {
  const { type } = configuration;
  const entry = Object.hasOwn(serviceTypes, type) ? serviceTypes[type] : undefined;
  if (!entry) throw new ConpaasError('UNKNOWN_SERVICE_TYPE', { type });
  const { createAgentService } = await entry.agent();
  return createAgentService({ configuration, log });
}

/** The agent of one node: answers its manager and runs the node's servers. */
export async function createAgent(
  configuration: AgentConfiguration,
  credentials: Credentials,
  log: Log,
): Promise<Agent> {
  const { address, directories, uid, aid } = configuration;
  const temporaryDirectory = join(directories.data, 'uploads');
  for (const folder of [directories.data, directories.logs]) await mkdir(folder, { recursive: true, mode: 0o700 });
  await prepareUploads(temporaryDirectory);
  await chmod(directories.data, 0o700);
  const service = await createService(configuration, log);
  const own = new OwnCertificate(directories.configuration, credentials);
  const revocations = await Revocations.read(directories.configuration);
  const methods = [
    ...genericMethods(service, join(directories.logs, agentLogName)),
    ...certificateMethods({ own, revocations, tellers: ['frontend', 'manager'] }),
    ...service.methods,
  ];
  const verifier = { kind: 'agent-server', uid, serviceLocator: aid } as const;
  const server = createWireServer({
    address,
    port: portOf(configuration, agentPort),
    credentials,
    accepts: (peer) => accepts(verifier, peer),
    isRevoked: (serial) => revocations.has(serial),
    service: (serviceId) => (serviceId === 0 ? methods : undefined),
    temporaryDirectory,
    uploadLimitBytes: configuration.archiveLimitBytes,
    log,
  });
  own.onChange((renewed) => {
    server.setCredentials(renewed);
    log.info(`The certificate was renewed; it is ${own.certificate.serialNumber} now`);
  });
  let endRotation: (() => void) | undefined;
  return {
    async start() {
      await server.listen();
      endRotation = rotateRegularly(() => Object.values(service.logs()), log.warn);
      // A server that does not come back is reported by get_status, so that the manager can tell the user.
      service.restore().catch((thrown) => log.error(`Not all servers could be started again: ${thrown}`));
    },
    async stop() {
      endRotation?.();
      await service.stop();
      await server.close();
    },
  };
}
