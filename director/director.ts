import { buildDomain } from './composition/domain.ts';
import { openFoundation } from './composition/foundation.ts';
import { createListeners } from './composition/listeners.ts';
import type { DirectorOptions, RunningDirector } from './composition/options.ts';
import { createUpkeep } from './composition/upkeep.ts';
import { removeRuntimeFile, writeRuntimeFile } from './installation/runtime-file.ts';
import { version } from './version.ts';

export type { DirectorOptions, RunningDirector } from './composition/options.ts';

export interface Director {
  /** @throws ConpaasError DIRECTOR_RUNNING, DATABASE_DAMAGED, AUTHORITY_DAMAGED, STORAGE_FULL */
  start(): Promise<RunningDirector>;
  /**
   * Orderly end; what runs on the clouds goes on.
   * @param applications "stop" stops all running applications first
   */
  stop(applications?: 'keep' | 'stop'): Promise<void>;
}

/** The composition root: everything is built by hand, here and in `composition/`. */
export function createDirector(options: DirectorOptions = {}): Director {
  const stops: (() => unknown)[] = [];
  let stopApplications: () => Promise<void> = async () => undefined;

  async function start(): Promise<RunningDirector> {
    const foundation = await openFoundation(options, stops);
    const { address, certificates, directory, findOwner, log, operations, store } = foundation;
    const domain = buildDomain(foundation, options, stops);
    const { applications, managers, manifests } = domain;
    await manifests.clean();
    const upkeep = createUpkeep(foundation, domain, options);
    const { instanceCertificates } = upkeep;
    const api = createListeners(foundation, domain, options);
    certificates.onReplace((certificate) => instanceCertificates.replace(certificate));
    certificates.onRevoked(async () => {
      api.endRefused();
      await managers.tellRevoked();
      await instanceCertificates.afterRevocation();
    });
    const urls = await api.start();
    stops.push(() => api.stop());
    Object.assign(address, { ui: urls.uiUrl, api: urls.apiUrl, shared: api.sharedUrl });
    stops.push(
      () => operations.shutdown(),
      () => upkeep.stop(),
    );
    writeRuntimeFile(directory, { ...urls, version });
    stops.push(() => removeRuntimeFile(directory));
    log.info({ ...urls, directory }, `Director ${version} listens`);
    stopApplications = async () => {
      const all = store.users.list().flatMap(({ uid }) => applications.list(uid));
      const running = all.filter(({ manager }) => manager !== null);
      await Promise.all(running.map(({ uid, aid }) => operations.wait(applications.stop(uid, aid).id)));
    };
    void upkeep.start();
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
