import { userInfo } from 'node:os';
import { join } from 'node:path';
import { openCertificates } from '../certificates/open-certificates.ts';
import { Clouds } from '../clouds/clouds.ts';
import { createLocalCloud } from '../clouds/local/local-cloud.ts';
import type { System } from '../contract/system.ts';
import { createEventHub } from '../events/event-hub.ts';
import { dataDirectory } from '../installation/data-directory.ts';
import { installationId } from '../installation/installation-id.ts';
import { lockDirectory } from '../installation/lock.ts';
import { program } from '../installation/programs.ts';
import { createLogger } from '../logging/create-logger.ts';
import { createOperations } from '../operations/create-operations.ts';
import { DirectorSettings } from '../settings/settings.ts';
import { openStore } from '../store/store.ts';
import { Sessions } from '../users/sessions.ts';
import { Users } from '../users/users.ts';
import { createWireClient } from '../wire/client.ts';
import type { Credentials } from '../wire/method.ts';
import { accepts } from '../wire/trust.ts';
import type { DirectorOptions } from './options.ts';

/** What one local instance may use. A node with the embedded PHP needs the most: 650 MB with some load. */
const instanceLimits = { memoryBytes: 2 * 1024 ** 3, processes: 512 };

export type Foundation = Awaited<ReturnType<typeof openFoundation>>;

/**
 * What everything else stands on: the data folder and what is kept in it, users, certificates, operations, the line to instances,
 * clouds.
 * @param stops is given what ends each part, in the order in which they are made
 */
export async function openFoundation(options: DirectorOptions, stops: (() => unknown)[]) {
  const directory = dataDirectory({ override: options.dataDirectory });
  const lock = lockDirectory(directory, { program: 'conpaas-nutshell director' });
  stops.push(() => lock.release());
  const log = createLogger({ directory: join(directory, 'logs'), name: 'director' });
  stops.push(() => log.close());
  const store = openStore({ file: join(directory, 'director.db'), backups: join(directory, 'backups'), log });
  stops.push(() => store.close());
  const settings = new DirectorSettings(store);
  const sessions = new Sessions(store.sessions);
  const users = new Users({
    store,
    sessions,
    settings: () => settings.get(),
    revokeCertificates: (uid) => certificates.revokeUser(uid),
  });
  const { username } = userInfo();
  const findOwner = () => users.ensureOwner(username, `${username}@localhost`);

  const events = createEventHub();
  const renewed: ((credentials: Credentials) => void)[] = [];
  const { authority, certificates, own, setHostName, ...keeping } = await openCertificates({
    directory: join(directory, 'certificates'),
    store,
    events,
    owner: findOwner(),
    hostName: settings.get().hostName,
    onRenewed: (credentials) => {
      for (const listener of renewed) listener(credentials);
    },
    log,
  });
  stops.push(() => keeping.stop());

  const operations = createOperations({ repository: store.operations, events, log });
  const wire = createWireClient({
    credentials: own.credentials,
    accepts: (peer) => accepts({ kind: 'director-client', uid: null, serviceLocator: null }, peer),
    isRevoked: (serial) => certificates.isRevoked(serial),
  });
  stops.push(() => wire.close());
  renewed.push((credentials) => wire.setCredentials(credentials));
  const local = createLocalCloud({
    instancesDirectory: join(directory, 'instances'),
    storageDirectory: join(directory, 'storage'),
    programs: { manager: program('manager'), agent: program('agent') },
    installationId: installationId(store.settings),
    limits: instanceLimits,
    log,
    ...options.local,
  });
  stops.push(() => local.close());
  /** Where the Director listens; known once it does. */
  const address: System['address'] = { ui: '', api: '', shared: null };
  return {
    directory,
    log,
    store,
    settings,
    sessions,
    users,
    findOwner,
    events,
    authority,
    certificates,
    own,
    setHostName,
    /** Hears of each renewal of the Director's own certificate. */
    onRenewed: (listener: (credentials: Credentials) => void) => renewed.push(listener),
    operations,
    wire,
    clouds: new Clouds([local]),
    address,
    directorUrl: () => address.api,
  };
}
