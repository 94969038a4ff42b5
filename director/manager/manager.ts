import { join } from 'node:path';
import { createClient } from '../contract/client.ts';
import { certificateMethods } from '../wire/certificate-methods.ts';
import { createWireClient } from '../wire/client.ts';
import { type ManagerConfiguration, portOf } from '../wire/instance-configuration.ts';
import type { Credentials } from '../wire/method.ts';
import { OwnCertificate } from '../wire/own-certificate.ts';
import { Revocations } from '../wire/revocations.ts';
import { createWireServer } from '../wire/server.ts';
import { accepts } from '../wire/trust.ts';
import { prepareUploads } from '../wire/upload.ts';
import { ApplicationManager } from './application-manager.ts';
import { applicationMethods } from './application-methods.ts';
import { DirectorAddress } from './director-address.ts';
import { directorCheck } from './director-check.ts';
import { createDirectorTransport } from './director-transport.ts';
import { LogFiles } from './log-files.ts';
import { RevokedSpread } from './revoked-spread.ts';

const managerPort = 443;

export interface ManagerOptions {
  configuration: ManagerConfiguration;
  credentials: Credentials;
}

export interface Manager {
  logs: LogFiles;
  /** Listens, then takes up the services from disk. @throws ConpaasError PORT_TAKEN */
  start(): Promise<{ port: number }>;
  /** Ends in order; nodes stay as they are. */
  stop(): Promise<void>;
}

/** Puts the manager program together. */
export async function createManager({ configuration, credentials }: ManagerOptions): Promise<Manager> {
  const { uid, aid, address, directories, archiveLimitBytes } = configuration;
  const temporaryDirectory = join(directories.data, 'uploads');
  await prepareUploads(temporaryDirectory);
  const logs = new LogFiles(directories.logs);
  const own = new OwnCertificate(directories.configuration, credentials);
  const revocations = await Revocations.read(directories.configuration);
  const isRevoked = (serial: string) => revocations.has(serial);
  const client = createWireClient({
    credentials,
    accepts: (peer) => accepts({ kind: 'manager-client', uid, serviceLocator: aid }, peer),
    isRevoked,
  });
  const place = new DirectorAddress(configuration.directorUrl);
  const url = () => place.url;
  const director = createClient(createDirectorTransport({ url, credentials: () => own.credentials, isRevoked }));
  const application = new ApplicationManager({ configuration, director, client, logs });
  const spread = new RevokedSpread(revocations, () => agentsOf(application), logs.logger(0));
  const methods = [
    ...applicationMethods(application),
    place.method,
    directorCheck(url, own, revocations),
    ...certificateMethods({ own, revocations, tellers: ['frontend'], onRevoked: () => spread.spread() }),
  ];
  const server = createWireServer({
    address,
    port: portOf(configuration, managerPort),
    credentials,
    accepts: (peer) => accepts({ kind: 'manager-server', uid, serviceLocator: aid }, peer),
    isRevoked,
    service: (sid) => (sid === 0 ? methods : application.methods(sid)),
    temporaryDirectory,
    uploadLimitBytes: archiveLimitBytes,
    log: logs.logger(0),
  });
  own.onChange((renewed) => {
    server.setCredentials(renewed);
    client.setCredentials(renewed);
    logs.logger(0).info(`The certificate was renewed; it is ${own.certificate.serialNumber} now`);
  });
  return {
    logs,
    async start() {
      // Loaded first: an answer given before would say that there are no services.
      await application.load();
      spread.start();
      return server.listen();
    },
    async stop() {
      spread.stop();
      await application.close();
      await server.close();
      client.close();
    },
  };
}

/** The agents of all nodes that are to stay or may still be reached. */
function agentsOf(application: ApplicationManager) {
  return application
    .services()
    .flatMap((service) => service.pool.visible().map((node) => ({ id: node.id, agent: service.agent(node) })));
}
