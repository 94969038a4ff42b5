import type { Log } from '../../../service-type.ts';
import type { NodePlace } from '../node-place.ts';
import type { WebSettings } from '../settings.ts';
import { NginxServer } from './nginx-server.ts';
import { nginxStaticConfiguration } from './nginx-static-configuration.ts';

/** nginx in the web role. */
export class NginxStatic extends NginxServer<WebSettings> {
  constructor(program: string, place: NodePlace, log: Log) {
    super(program, place, 'nginx-static', log);
  }

  protected override configuration(settings: WebSettings): string {
    return nginxStaticConfiguration(settings, this.place, this.nginx.files);
  }
}
