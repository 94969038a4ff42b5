import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import type { Transition } from '../contract/service.ts';
import { serviceTypes } from '../services/registry.ts';
import type { Log } from '../services/service-type.ts';
import type { WireClient } from '../wire/client.ts';
import type { ManagerConfiguration } from '../wire/instance-configuration.ts';
import { AuthorizedKeysFile } from './authorized-keys.ts';
import { EventFeed } from './event-feed.ts';
import { checkIntervalMs, Health } from './health.ts';
import type { LogFiles } from './log-files.ts';
import type { ManagedService } from './managed-service.ts';
import type { DirectorNodes } from './node-provider.ts';
import { recover } from './recovery.ts';
import { buildService } from './service-builder.ts';
import { serviceMethods } from './service-methods.ts';
import { applicationRecord, type ServiceRecord, serviceRecord } from './service-record.ts';
import { StartupScripts } from './startup-scripts.ts';
import { readJson, StateFile } from './state-file.ts';
import { stop } from './transitions.ts';
import type { DirectorVolumes } from './volume-provider.ts';

export interface ApplicationManagerParts {
  configuration: ManagerConfiguration;
  director: DirectorNodes & DirectorVolumes;
  client: WireClient;
  logs: LogFiles;
}

interface Entry {
  service: ManagedService;
  health: Health;
  file: StateFile;
  methods: ReturnType<typeof serviceMethods>;
}

/** The services of one application and what is kept of them. Service 0 of the wire protocol speaks for it. */
export class ApplicationManager {
  readonly feed = new EventFeed();
  readonly scripts: StartupScripts;
  readonly logs: LogFiles;
  readonly #parts: ApplicationManagerParts;
  readonly #log: Log;
  readonly #storage: string;
  readonly #file: StateFile;
  readonly #authorizedKeys: AuthorizedKeysFile;
  readonly #services = new Map<number, Entry>();
  readonly #adding = new Map<number, Promise<unknown>>();
  #lastSid = 0;
  /** Services being added or removed: meanwhile the application is ADAPTING. */
  #changing = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ApplicationManagerParts) {
    const { configuration, logs } = parts;
    this.#parts = parts;
    this.logs = logs;
    this.#log = logs.logger(0);
    this.#storage = configuration.directories.storage;
    this.scripts = new StartupScripts(join(this.#storage, 'scripts'));
    this.#authorizedKeys = new AuthorizedKeysFile(join(this.#storage, 'authorized_keys'));
    this.#file = new StateFile(join(this.#storage, 'state.json'), () => ({
      vmid: configuration.vmid,
      lastSid: this.#lastSid,
    }));
  }

  get state(): 'RUNNING' | 'ADAPTING' {
    return this.#changing > 0 ? 'ADAPTING' : 'RUNNING';
  }

  services(): ManagedService[] {
    return [...this.#services.values()].map(({ service }) => service);
  }

  /** @throws SERVICE_NOT_FOUND */
  service(sid: number): ManagedService {
    const entry = this.#services.get(sid);
    if (!entry) throw new ConpaasError('SERVICE_NOT_FOUND', { sid, aid: this.#parts.configuration.aid });
    return entry.service;
  }

  methods(sid: number) {
    return this.#services.get(sid)?.methods;
  }

  /** Takes up the services from disk and begins to bring those back that were in a transient state. */
  async load(): Promise<void> {
    const before = await this.#readBefore();
    this.#lastSid = before?.lastSid ?? 0;
    const names = await readdir(join(this.#storage, 'services')).catch((): string[] => []);
    for (const name of names.filter((each) => /^\d+\.json$/.test(each))) await this.#loadService(name);
    // Where it is not known nodes are left alone: they may be serving.
    const sameInstance = before === undefined || before.vmid === this.#parts.configuration.vmid;
    for (const { service } of this.#services.values()) recover(service, sameInstance)?.catch(() => {});
    await this.#file.save();
    this.#timer = setInterval(() => this.#checkAll(), checkIntervalMs);
    this.#checkAll();
  }

  /** @param wanted the id that the Director chose; asking twice for the same is no error */
  async addService(type: string, wanted?: number): Promise<number> {
    if (!Object.hasOwn(serviceTypes, type)) throw new ConpaasError('UNKNOWN_SERVICE_TYPE', { type });
    const adding = wanted === undefined ? undefined : this.#adding.get(wanted);
    if (adding) await adding;
    const existing = wanted === undefined ? undefined : this.#services.get(wanted);
    if (existing) {
      if (existing.service.definition.type === type) return existing.service.sid;
      throw new ConpaasError('INVALID_INPUT', { problem: `service ${wanted} is one of another type` });
    }
    const sid = wanted ?? this.#lastSid + 1;
    this.#lastSid = Math.max(this.#lastSid, sid);
    const added = this.#changingServices(() => this.#add(sid, type));
    this.#adding.set(
      sid,
      added.catch(() => {}),
    );
    try {
      await added;
    } finally {
      this.#adding.delete(sid);
    }
    return sid;
  }

  async #add(sid: number, type: string): Promise<void> {
    await this.#file.save();
    const transition: Transition = { time: new Date().toISOString(), state: 'INIT', reason: 'The service was added' };
    const entry = await this.#build({
      sid,
      type,
      state: 'INIT',
      reason: null,
      history: [transition],
      cloud: null,
      nodes: [],
      requests: [],
      unsettled: false,
      settings: undefined,
    });
    try {
      await entry.service.manager.prepare();
      await entry.file.save();
    } catch (thrown) {
      await this.#delete(entry);
      throw thrown;
    }
    this.#services.set(sid, entry);
    this.#log.info(`Service ${sid} (${type}) was added`);
    this.feed.publish({ type: 'state', snapshot: entry.service.snapshot(), transition });
  }

  /** Stops a service and then deletes all that was kept of it; resolves when this has begun. @throws SERVICE_NOT_FOUND */
  removeService(sid: number): void {
    const service = this.service(sid);
    const stopped = stop(service, 'Removing the service');
    const removed = this.#changingServices(async () => {
      const end = await stopped;
      const entry = this.#services.get(sid);
      // What cannot be stopped stays, with the reason; it can be removed again.
      if (end.state !== 'STOPPED' || entry?.service !== service) return false;
      this.#services.delete(sid);
      await this.#delete(entry);
      return true;
    });
    // Told when the application is RUNNING again: who hears of it may look at once.
    const told = removed.then((isGone) => {
      if (!isGone) return;
      this.#log.info(`Service ${sid} was removed`);
      this.feed.publish({ type: 'removed', sid });
      this.logs.close(sid);
    });
    told.catch((thrown) => this.#log.error(`Service ${sid} was not removed: ${ConpaasError.from(thrown).message}`));
  }

  /** Stops every service; their code and data stay. @throws the reason of the first that could not be stopped */
  async shutdown(): Promise<void> {
    const running = this.services().filter(({ machine, hasWaste }) => {
      return hasWaste || (machine.state !== 'INIT' && machine.state !== 'STOPPED');
    });
    const ends = await Promise.all(running.map((service) => stop(service, 'The application is being stopped')));
    for (const end of ends) if (end.state !== 'STOPPED' && end.reason) throw ConpaasError.fromBody(end.reason);
  }

  /** Ends watching and answers all who wait for events; nodes stay as they are. Resolves when everything is on disk. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.feed.close();
    await Promise.allSettled([...this.#services.values()].map(({ file }) => file.save()));
  }

  #checkAll(): void {
    for (const { health } of this.#services.values()) void health.check();
  }

  async #readBefore() {
    const path = join(this.#storage, 'state.json');
    try {
      return applicationRecord.optional().parse(await readJson(path));
    } catch (thrown) {
      this.#log.error(`${path} cannot be used: ${thrown instanceof Error ? thrown.message : thrown}`);
      return undefined;
    }
  }

  async #loadService(name: string): Promise<void> {
    const path = join(this.#storage, 'services', name);
    try {
      const record = serviceRecord.parse(await readJson(path));
      const entry = await this.#build(record);
      await entry.service.manager.restore();
      this.#services.set(record.sid, entry);
      this.#lastSid = Math.max(this.#lastSid, record.sid);
    } catch (thrown) {
      // The others must not suffer for it; the file is kept for somebody to look at.
      this.#log.error(`${path} cannot be used: ${thrown instanceof Error ? thrown.message : thrown}`);
    }
  }

  async #build(record: ServiceRecord): Promise<Entry> {
    const { configuration, director, client, logs } = this.#parts;
    const path = join(this.#storage, 'services', `${record.sid}.json`);
    const file = new StateFile(path, () => service.record());
    const service = await buildService(record, {
      configuration,
      director,
      client,
      directory: this.#codeDirectory(record.sid),
      log: logs.logger(record.sid),
      authorizedKeys: this.#authorizedKeys,
      startupScript: () => this.scripts.read(record.sid),
      publish: (event) => this.feed.publish(event),
      save: () => file.save(),
    });
    const methods = serviceMethods(service, () => logs.read(service.sid));
    return { service, file, methods, health: new Health(service) };
  }

  async #delete({ service, file }: Entry): Promise<void> {
    await file.remove();
    await this.scripts.remove(service.sid);
    await rm(this.#codeDirectory(service.sid), { recursive: true, force: true });
  }

  #codeDirectory(sid: number): string {
    return join(this.#storage, 'code', String(sid));
  }

  async #changingServices<T>(work: () => Promise<T>): Promise<T> {
    this.#changing += 1;
    try {
      return await work();
    } finally {
      this.#changing -= 1;
    }
  }
}
