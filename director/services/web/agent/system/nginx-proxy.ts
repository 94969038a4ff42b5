import { join } from 'node:path';
import type { ServerStatus } from '../../../../contract/service.ts';
import type { Log } from '../../../service-type.ts';
import { indexIsScript } from '../code-index.ts';
import type { NodePlace } from '../node-place.ts';
import type { Counters, RoleServer } from '../role-server.ts';
import { type ProxySettings, servedCode } from '../settings.ts';
import { AccessCounter } from './access-counter.ts';
import { NginxProcess } from './nginx-process.ts';
import { nginxProxyConfiguration } from './nginx-proxy-configuration.ts';

/** nginx in the proxy role, on computers without haproxy. */
export class NginxProxy implements RoleServer<ProxySettings> {
  readonly #place: NodePlace;
  readonly #nginx: NginxProcess;
  readonly #counter: AccessCounter;
  #settings: ProxySettings | undefined;

  constructor(program: string, place: NodePlace, log: Log) {
    this.#place = place;
    this.#nginx = new NginxProcess(program, place, 'nginx-proxy', log);
    this.#counter = new AccessCounter(this.#nginx.files.access, /" (\d{3}) /);
  }

  async apply(settings: ProxySettings): Promise<void> {
    if (!this.#settings) return this.#start(settings, false);
    this.#settings = settings;
    await this.#nginx.reload(this.#configuration(settings), settings.port);
    await this.#nginx.untilOldEnded();
  }

  restore(settings: ProxySettings): Promise<void> {
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

  #configuration(settings: ProxySettings): string {
    const { address, code } = this.#place;
    const folder = join(code, servedCode(settings.codeVersion, settings.root));
    const place = { address, code, indexIsScript: indexIsScript(folder) };
    return nginxProxyConfiguration(settings, place, this.#nginx.files);
  }

  async #start(settings: ProxySettings, persist: boolean): Promise<void> {
    this.#settings = settings;
    try {
      await this.#nginx.start(this.#configuration(settings), settings.port, persist);
    } catch (thrown) {
      if (!persist) this.#settings = undefined;
      throw thrown;
    }
  }
}
