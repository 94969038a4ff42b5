import type { ServerStatus } from '../../../../contract/service.ts';
import type { Log } from '../../../service-type.ts';
import type { NodePlace } from '../node-place.ts';
import type { Counters, RoleServer } from '../role-server.ts';
import type { WebSettings } from '../settings.ts';
import { AccessCounter } from './access-counter.ts';
import { NginxProcess } from './nginx-process.ts';
import { nginxStaticConfiguration } from './nginx-static-configuration.ts';

/** nginx in the web role. */
export class NginxStatic implements RoleServer<WebSettings> {
  readonly #place: NodePlace;
  readonly #nginx: NginxProcess;
  readonly #counter: AccessCounter;
  #settings: WebSettings | undefined;

  constructor(program: string, place: NodePlace, log: Log) {
    this.#place = place;
    this.#nginx = new NginxProcess(program, place, 'nginx-static', log);
    this.#counter = new AccessCounter(this.#nginx.files.access, /" (\d{3}) /);
  }

  async apply(settings: WebSettings): Promise<void> {
    if (!this.#settings) return this.#start(settings, false);
    const text = nginxStaticConfiguration(settings, this.#place, this.#nginx.files);
    this.#settings = settings;
    await this.#nginx.reload(text, settings.port);
  }

  restore(settings: WebSettings): Promise<void> {
    return this.#start(settings, true);
  }

  async stop(): Promise<void> {
    this.#settings = undefined;
    await this.#nginx.stop();
  }

  status(): ServerStatus | undefined {
    return this.#settings && this.#nginx.status();
  }

  async counters(): Promise<Counters | undefined> {
    if (!this.#settings || this.#nginx.status().state !== 'running') return undefined;
    const { address } = this.#place;
    const { port, secret } = this.#settings;
    return { ...(await this.#counter.count()), active: await this.#nginx.active({ address, port }, secret) };
  }

  async #start(settings: WebSettings, persist: boolean): Promise<void> {
    this.#settings = settings;
    try {
      const text = nginxStaticConfiguration(settings, this.#place, this.#nginx.files);
      await this.#nginx.start(text, settings.port, persist);
    } catch (thrown) {
      if (!persist) this.#settings = undefined;
      throw thrown;
    }
  }
}
