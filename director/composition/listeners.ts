import { join } from 'node:path';
import { Api } from '../api/api.ts';
import { createHandlers } from '../api/handlers/index.ts';
import { packSome } from '../archives/pack.ts';
import { createChecks } from '../checks/create-checks.ts';
import { ConfigurationImport } from '../imports/configuration-import.ts';
import { keepClouds } from '../imports/kept-clouds.ts';
import { packageRoot, programFiles } from '../installation/programs.ts';
import { CodeBundle } from '../legacy/code-bundle.ts';
import { legacyApi } from '../legacy/legacy.ts';
import { OfferedFiles } from '../legacy/offered-files.ts';
import { Sharing } from '../settings/sharing.ts';
import { describeSystem } from '../system/describe-system.ts';
import { version } from '../version.ts';
import type { BuiltDomain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import type { DirectorOptions } from './options.ts';

const loopback = '127.0.0.1';
const defaultPorts = { ui: 5556, api: 5555 };

/** The APIs over the domain: ours, for the pages and for certificates, and that of ConPaaS 2.1. */
export function createListeners(foundation: Foundation, built: BuiltDomain, options: DirectorOptions): Api {
  const { directory, store, events, settings, sessions, users, clouds, operations, wire, log } = foundation;
  const { address, authority, certificates, own, directorUrl } = foundation;
  const { deployment: _, hours: __, samples, ...domain } = built;
  const system = () =>
    describeSystem({
      version,
      dataDirectory: directory,
      address,
      clouds,
      phpRuntime: settings.get().phpRuntime,
      notices: [...api.notices],
    });
  const checks = createChecks({
    store,
    clouds,
    client: wire,
    operations,
    directory,
    credentials: () => own.credentials,
    address: () => address,
    timeReference: () => settings.get().timeReference,
    system,
  });
  const sharing = new Sharing({
    settings,
    setHostName: foundation.setHostName,
    share: async (hostName) => {
      await api.share(hostName);
      address.shared = api.sharedUrl;
    },
  });
  const configurationImport = new ConfigurationImport({
    changeSettings: (changes) => sharing.update(changes),
    keepClouds: (imported) => keepClouds(directory, imported),
  });
  const common = {
    ...domain,
    version,
    store,
    events,
    operations,
    certificates,
    checks,
    authorityCertificate: authority.ca,
    clouds,
    users,
  };
  const codeBundle = new CodeBundle({ root: packageRoot(), names: programFiles(), pack: packSome });
  const downloads = { codeBundle, offeredFiles: new OfferedFiles(), directorUrl };
  const api = new Api({
    version,
    handlers: createHandlers({ ...common, samples, settings, sharing, sessions, configurationImport, system }),
    log,
    sessions,
    users,
    ui: { port: options.uiPort ?? defaultPorts.ui, directory: join(packageRoot(), 'dist', 'renderer') },
    certificates: {
      address: loopback,
      hostName: settings.get().hostName,
      ...(options.sharedAddress === undefined ? {} : { sharedAddress: options.sharedAddress }),
      port: options.apiPort ?? defaultPorts.api,
      credentials: own.credentials,
      refusalOf: (peer) => certificates.refusalOf(peer),
      legacy: (peerOf) => legacyApi({ log, peerOf, domain: { ...common, ...downloads } }),
    },
  });
  foundation.onRenewed((credentials) => api.setCredentials(credentials));
  return api;
}
