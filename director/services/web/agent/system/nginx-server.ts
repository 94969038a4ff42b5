import type { ServerStatus } from '../../../../contract/service.ts';
import type { Log } from '../../../service-type.ts';
import type { NodePlace } from '../node-place.ts';
import type { Counters, RoleServer } from '../role-server.ts';
import { AccessCounter } from './access-counter.ts';
import { NginxProcess } from './nginx-process.ts';

/** What nginx in any role is told. */
interface NginxSettings {
  port: number;
  secret: string;
}

/** nginx in one role of a node: what it is configured with differs by role, how it is run does not. */
export abstract class NginxServer<Settings extends NginxSettings> implements RoleServer<Settings> {
  protected readonly place: NodePlace;
  protected readonly nginx: NginxProcess;
  readonly #counter: AccessCounter;
  #settings: Settings | undefined;

  /** @param name "nginx-static": its folder and the beginning of its logs' names */
  constructor(program: string, place: NodePlace, name: string, log: Log) {
    this.place = place;
    this.nginx = new NginxProcess(program, place, name, log);
    this.#counter = new AccessCounter(this.nginx.files.access, /" (\d{3}) /);
  }

  protected abstract configuration(settings: Settings): string;

  async apply(settings: Settings): Promise<void> {
    if (!this.#settings) return this.#start(settings, false);
    const text = this.configuration(settings);
    this.#settings = settings;
    await this.nginx.reload(text, settings.port);
  }

  restore(settings: Settings): Promise<void> {
    return this.#start(settings, true);
  }

  async stop(): Promise<void> {
    this.#settings = undefined;
    await this.nginx.stop();
  }

  status(): ServerStatus | undefined {
    return this.#settings && this.nginx.status();
  }

  async counters(): Promise<Counters | undefined> {
    if (!this.#settings || this.nginx.status().state !== 'running') return undefined;
    const { address } = this.place;
    const { port, secret } = this.#settings;
    return { ...(await this.#counter.count()), active: await this.nginx.active({ address, port }, secret) };
  }

  async #start(settings: Settings, persist: boolean): Promise<void> {
    this.#settings = settings;
    try {
      await this.nginx.start(this.configuration(settings), settings.port, persist);
    } catch (thrown) {
      if (!persist) this.#settings = undefined;
      throw thrown;
    }
  }
}
