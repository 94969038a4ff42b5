import { join } from 'node:path';
import type { Log } from '../../../service-type.ts';
import { indexIsScript } from '../code-index.ts';
import type { NodePlace } from '../node-place.ts';
import { type ProxySettings, servedCode } from '../settings.ts';
import { nginxProxyConfiguration } from './nginx-proxy-configuration.ts';
import { NginxServer } from './nginx-server.ts';

/** nginx in the proxy role, on computers without haproxy. */
export class NginxProxy extends NginxServer<ProxySettings> {
  constructor(program: string, place: NodePlace, log: Log) {
    super(program, place, 'nginx-proxy', log);
  }

  /** Returns when backends that were taken out have nothing to do any more. */
  override async apply(settings: ProxySettings): Promise<void> {
    await super.apply(settings);
    await this.nginx.untilOldEnded();
  }

  protected override configuration(settings: ProxySettings): string {
    const { address, code } = this.place;
    const folder = join(code, servedCode(settings.codeVersion, settings.root));
    const place = { address, code, indexIsScript: indexIsScript(folder) };
    return nginxProxyConfiguration(settings, place, this.nginx.files);
  }
}
