import { join } from 'node:path';
import { createClient } from '../contract/client.ts';
import { createWireClient } from '../wire/client.ts';
import { type ManagerConfiguration, portOf } from '../wire/instance-configuration.ts';
import type { Credentials } from '../wire/method.ts';
import { createWireServer } from '../wire/server.ts';
import { accepts } from '../wire/trust.ts';
import { prepareUploads } from '../wire/upload.ts';
import { ApplicationManager } from './application-manager.ts';
import { applicationMethods } from './application-methods.ts';
import { DirectorAddress } from './director-address.ts';
import { createDirectorTransport } from './director-transport.ts';
import { LogFiles } from './log-files.ts';

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
  const client = createWireClient({
    credentials,
    accepts: (peer) => accepts({ kind: 'manager-client', uid, serviceLocator: aid }, peer),
  });
  const place = new DirectorAddress(configuration.directorUrl);
  const director = createClient(createDirectorTransport({ url: () => place.url, credentials }));
  const application = new ApplicationManager({ configuration, director, client, logs });
  const own = [...applicationMethods(application), place.method];
  const server = createWireServer({
    address,
    port: portOf(configuration, managerPort),
    credentials,
    accepts: (peer) => accepts({ kind: 'manager-server', uid, serviceLocator: aid }, peer),
    service: (sid) => (sid === 0 ? own : application.methods(sid)),
    temporaryDirectory,
    uploadLimitBytes: archiveLimitBytes,
    log: logs.logger(0),
  });
  return {
    logs,
    async start() {
      // Loaded first: an answer given before would say that there are no services.
      await application.load();
      return server.listen();
    },
    async stop() {
      await application.close();
      await server.close();
      client.close();
    },
  };
}
