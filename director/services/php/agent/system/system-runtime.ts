import type { Log } from '../../../service-type.ts';
import type { NodePlace } from '../../../web/agent/node-place.ts';
import { Haproxy } from '../../../web/agent/system/haproxy.ts';
import { serverVersion } from '../../../web/agent/system/installed-servers.ts';
import { NginxProxy } from '../../../web/agent/system/nginx-proxy.ts';
import { NginxStatic } from '../../../web/agent/system/nginx-static.ts';
import type { PhpRuntime } from '../php-runtime.ts';
import { PhpFpm } from './php-fpm.ts';

/** Installed servers: haproxy (nginx where there is none), nginx, php-fpm. */
export function systemRuntime(
  paths: { haproxy: string | undefined; nginx: string; phpFpm: string },
  place: NodePlace,
  log: Log,
): PhpRuntime {
  const { haproxy, nginx, phpFpm } = paths;
  const named: [name: string, path: string | undefined][] = [
    ['haproxy', haproxy],
    ['nginx', nginx],
    ['PHP', phpFpm],
  ];
  const used = named.flatMap(([name, path]) => (path === undefined ? [] : [{ name, path, version: '' }]));
  // Asking takes longer than starting the servers: nobody waits for it.
  for (const server of used)
    void serverVersion(server.path).then((version) => {
      server.version = version ?? '';
    });
  return {
    proxy: haproxy ? new Haproxy(haproxy, place, log) : new NginxProxy(nginx, place, log),
    web: new NginxStatic(nginx, place, log),
    php: new PhpFpm(phpFpm, place, log),
    description: () => used.map(({ name, version }) => `${name} ${version}`.trim()).join(', '),
  };
}
