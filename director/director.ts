import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Api } from './api/api.ts';
import { createHandlers } from './api/handlers/index.ts';
import { Applications } from './applications/applications.ts';
import { Code } from './applications/code.ts';
import { Instances } from './applications/instances.ts';
import { KeptVolumes } from './applications/kept-volumes.ts';
import { Managers } from './applications/managers.ts';
import { NodeRequests } from './applications/node-requests.ts';
import { Nodes } from './applications/nodes.ts';
import { Reconciler } from './applications/reconciler.ts';
import { ServiceMethods } from './applications/service-methods.ts';
import { Services } from './applications/services.ts';
import { Volumes } from './applications/volumes.ts';
import { packSome } from './archives/pack.ts';
import { InstanceCertificates } from './certificates/instance-certificates.ts';
import { openCertificates } from './certificates/open-certificates.ts';
import { createChecks } from './checks/create-checks.ts';
import { Clouds } from './clouds/clouds.ts';
import { createLocalCloud } from './clouds/local/local-cloud.ts';
import type { System } from './contract/system.ts';
import type { ClockReading } from './credits/clocks.ts';
import { Credits } from './credits/credits.ts';
import { Hours } from './credits/hours.ts';
import { Meter } from './credits/meter.ts';
import { CreditScheduler } from './credits/scheduler.ts';
import { createEventHub } from './events/event-hub.ts';
import { ConfigurationImport } from './imports/configuration-import.ts';
import { keepClouds } from './imports/kept-clouds.ts';
import { dataDirectory } from './installation/data-directory.ts';
import { installationId } from './installation/installation-id.ts';
import { lockDirectory } from './installation/lock.ts';
import { packageRoot, program, programFiles } from './installation/programs.ts';
import { removeRuntimeFile, writeRuntimeFile } from './installation/runtime-file.ts';
import { CodeBundle } from './legacy/code-bundle.ts';
import { legacyApi } from './legacy/legacy.ts';
import { OfferedFiles } from './legacy/offered-files.ts';
import { createLogger } from './logging/create-logger.ts';
import { fetchTimes } from './manifests/fetch-file.ts';
import { Manifests } from './manifests/manifests.ts';
import type { Clock } from './operations/clock.ts';
import { createOperations } from './operations/create-operations.ts';
import { SampleCatalogue } from './samples/catalogue.ts';
import { Samples } from './samples/samples.ts';
import { DirectorSettings } from './settings/settings.ts';
import { Sharing } from './settings/sharing.ts';
import { openStore } from './store/store.ts';
import { describeSystem } from './system/describe-system.ts';
import { Sessions } from './users/sessions.ts';
import { Users } from './users/users.ts';
import { version } from './version.ts';
import { createWireClient } from './wire/client.ts';
import { accepts } from './wire/trust.ts';

export interface DirectorOptions {
  /** The data folder; the platform's usual one when not given. */
  dataDirectory?: string;
  /** Ports wanted; a free one is taken where another program has it. */
  uiPort?: number;
  apiPort?: number;
  /** Where the API listens while it is shared on a network; all addresses of the computer when not given. */
  sharedAddress?: string;
  /** For tests and for who wants less than the computer offers; see the options of the local cloud. */
  local?: {
    privilegedPorts?: 'auto' | 'never';
    isolation?: 'auto' | 'none';
    addresses?: 'auto' | 'single';
  };
  /** For tests: time as the charging of credits sees it. */
  charging?: { readClocks: () => ClockReading; clock: Clock };
}

export interface RunningDirector {
  uiUrl: string;
  apiUrl: string;
  version: string;
  dataDirectory: string;
  /** An address that signs the owner in, once, within a few minutes. */
  launchUrl(): string;
}

export interface Director {
  /** @throws ConpaasError DIRECTOR_RUNNING, DATABASE_DAMAGED, AUTHORITY_DAMAGED, STORAGE_FULL */
  start(): Promise<RunningDirector>;
  /**
   * Orderly end; what runs on the clouds goes on.
   * @param applications "stop" stops all running applications first
   */
  stop(applications?: 'keep' | 'stop'): Promise<void>;
}

const loopback = '127.0.0.1';
const defaultPorts = { ui: 5556, api: 5555 };
/** What one local instance may use. A node with the embedded PHP needs the most: 650 MB with some load. */
const instanceLimits = { memoryBytes: 2 * 1024 ** 3, processes: 512 };

/** The composition root: everything is built here, by hand. */
export function createDirector(options: DirectorOptions = {}): Director {
  const stops: (() => unknown)[] = [];
  let stopApplications: () => Promise<void> = async () => undefined;

  async function start(): Promise<RunningDirector> {
    const directory = dataDirectory({ override: options.dataDirectory });
    const lock = lockDirectory(directory, { program: 'conpaas-nutshell director' });
    stops.push(() => lock.release());
    const log = createLogger({ directory: join(directory, 'logs'), name: 'director' });
    stops.push(() => log.close());
    const ending = new AbortController();

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
    const owner = findOwner();
    const deployment = settings.get().deploymentName;

    const events = createEventHub();
    const { authority, certificates, own, ...keeping } = await openCertificates({
      directory: join(directory, 'certificates'),
      store,
      events,
      owner,
      hostName: settings.get().hostName,
      onRenewed: (credentials) => {
        api.setCredentials(credentials);
        wire.setCredentials(credentials);
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
    const clouds = new Clouds([local]);
    const charging = {
      store,
      meter: new Meter(store, options.charging?.readClocks),
      enabled: () => settings.get().creditsEnabled,
    };
    const hours = new Hours({ ...charging, clouds });
    const credits = new Credits({ ...charging, events, hours });

    let apiUrl = '';
    const directorUrl = () => apiUrl;
    const revokedFor = (of: number) => certificates.revokedFor(of);
    const managers = new Managers({ store, events, client: wire, directorUrl, revokedFor });
    stops.push(() => managers.close());
    const instances = new Instances({
      store,
      clouds,
      issuer: authority,
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
    const nodeRequests = new NodeRequests({ store, instances });
    const code = new Code(services, wire);
    const volumes = new Volumes({ applications, services, kept: keptVolumes });
    const serviceMethods = new ServiceMethods(services, wire);
    const catalogue = new SampleCatalogue(join(packageRoot(), 'resources', 'samples'));
    const nodes = new Nodes(services);
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
    await manifests.clean();
    const samples = new Samples({ catalogue, manifests, applications, operations });
    const reconciler = new Reconciler({
      store,
      clouds,
      instances,
      managers,
      operations,
      deployment,
      log,
      signal: ending.signal,
    });

    const instanceCertificates = new InstanceCertificates({
      store,
      clouds,
      client: wire,
      authority,
      isRevoked: (serial) => certificates.isRevoked(serial),
      log,
    });
    certificates.onReplace((certificate) => instanceCertificates.replace(certificate));
    certificates.onRevoked(async () => {
      api.endRefused();
      await managers.tellRevoked();
      await instanceCertificates.afterRevocation();
    });
    const creditScheduler = new CreditScheduler({
      store,
      hours,
      credits,
      stop: (application) => applications.stopUnpaid(application),
      log,
      ...(options.charging && { clock: options.charging.clock }),
    });
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
      setHostName: keeping.setHostName,
      share: async (hostName) => {
        await api.share(hostName);
        address.shared = api.sharedUrl;
      },
    });
    const configurationImport = new ConfigurationImport({
      changeSettings: (changes) => sharing.update(changes),
      keepClouds: (clouds) => keepClouds(directory, clouds),
    });
    const domain = {
      version,
      store,
      events,
      operations,
      certificates,
      checks,
      authorityCertificate: authority.ca,
      applications,
      services,
      serviceMethods,
      volumes,
      keptVolumes,
      code,
      instances,
      managers,
      nodeRequests,
      credits,
      manifests,
      nodes,
    };
    const codeBundle = new CodeBundle({ root: packageRoot(), names: programFiles(), pack: packSome });
    const downloads = { codeBundle, offeredFiles: new OfferedFiles(), directorUrl };
    const api = new Api({
      version,
      handlers: createHandlers({
        ...domain,
        clouds,
        samples,
        settings,
        sharing,
        users,
        sessions,
        configurationImport,
        system,
      }),
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
        legacy: (peerOf) => legacyApi({ log, peerOf, domain: { ...domain, users, clouds, ...downloads } }),
      },
    });
    const address: System['address'] = { ui: '', api: '', shared: null };
    const urls = await api.start();
    stops.push(() => api.stop());
    Object.assign(address, { ui: urls.uiUrl, api: urls.apiUrl, shared: api.sharedUrl });
    apiUrl = urls.apiUrl;

    stops.push(
      () => operations.shutdown(),
      () => reconciler.stop(),
      () => creditScheduler.stop(),
      () => instanceCertificates.stop(),
      () => ending.abort(),
    );
    writeRuntimeFile(directory, { ...urls, version });
    stops.push(() => removeRuntimeFile(directory));
    log.info({ ...urls, directory }, `Director ${version} listens`);
    stopApplications = async () => {
      const all = store.users.list().flatMap(({ uid }) => applications.list(uid));
      const running = all.filter(({ manager }) => manager !== null);
      await Promise.all(running.map(({ uid, aid }) => operations.wait(applications.stop(uid, aid).id)));
    };
    // After it listens: what runs already is served meanwhile, and users see the state being found out.
    void reconciler.start().then(async () => {
      if (ending.signal.aborted) return;
      operations.recover();
      instanceCertificates.start();
      creditScheduler.start();
      await keptVolumes.cleanUp();
    });
    return { ...urls, version, dataDirectory: directory, launchUrl: () => api.launchUrl(findOwner().uid) };
  }

  async function stop(what: 'keep' | 'stop' = 'keep'): Promise<void> {
    if (what === 'stop') await stopApplications();
    // The reverse of the order in which they were made.
    for (const end of stops.splice(0).reverse()) await end();
  }

  return {
    stop,
    start: () =>
      start().catch(async (error: unknown) => {
        await stop();
        throw error;
      }),
  };
}
