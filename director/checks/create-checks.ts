import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clouds } from '../clouds/clouds.ts';
import type { System } from '../contract/system.ts';
import type { Operations } from '../operations/operations.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import type { Credentials } from '../wire/method.ts';
import { certificateDatesCheck } from './certificate-dates.ts';
import { Checks } from './checks.ts';
import { codeDownloadCheck } from './code-download.ts';
import { directorUrlCheck } from './director-url.ts';
import { diskAndMemoryCheck } from './disk-and-memory.ts';
import { logExcerptsCheck } from './log-excerpts.ts';
import { managerProcessesCheck } from './manager-processes.ts';
import { networkCheck } from './network.ts';
import { otherClocks } from './other-clocks.ts';
import { portsCheck } from './ports.ts';
import { serversCheck } from './servers.ts';
import { systemTimeCheck } from './system-time.ts';

export interface CreateChecksOptions {
  store: Store;
  clouds: Clouds;
  client: WireClient;
  operations: Operations;
  /** The data folder. */
  directory: string;
  credentials: () => Credentials;
  /** Addresses without a slash at the end: the listener's, and the one that others know, which is another where the Director is shared. */
  address: () => { api: string; shared: string | null };
  timeReference: () => string | null;
  system: () => Promise<System>;
}

/** All checks of this Director, the certificate and the clock first: what is wrong there makes others fail. */
export function createChecks(options: CreateChecksOptions): Checks {
  const { store, clouds, client, operations, directory, credentials, address, system, timeReference } = options;
  const now = Date.now;
  const certificateFile = join(directory, 'certificates', 'director', 'cert.pem');
  const listener = () => {
    const { hostname, port } = new URL(address().api);
    return { address: hostname, port: Number(port || 443) };
  };
  const read = (...names: string[]) => readFileSync(join(directory, 'certificates', ...names), 'utf8');
  const own = () => ({
    'The authority': read('ca_cert.pem'),
    'The Director': read('director', 'cert.pem'),
    "The owner's command line": read('owner', 'cert.pem'),
  });
  const newestRecord = () => {
    const newest = store.certificates.list().at(-1)?.issued ?? 0;
    return Math.max(new Date(newest).getTime(), statSync(join(directory, 'director.db')).mtimeMs);
  };
  return new Checks({
    operations,
    checks: [
      directorUrlCheck({ directorUrl: () => address().shared ?? address().api, listener, certificateFile }),
      certificateDatesCheck({ store, client, own, now }),
      systemTimeCheck({
        now,
        monotonic: () => performance.now(),
        newestRecord,
        otherClocks: otherClocks({ store, clouds, client, timeReference, now }),
      }),
      networkCheck({ store, client }),
      managerProcessesCheck({ store, clouds }),
      codeDownloadCheck({ store, client, credentials, listener }),
      portsCheck({ store }),
      diskAndMemoryCheck({ directory }),
      serversCheck({ system }),
      logExcerptsCheck({ store, client, log: join(directory, 'logs', 'director.log'), now }),
    ],
  });
}
