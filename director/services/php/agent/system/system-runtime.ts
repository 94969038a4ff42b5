import type { Log } from '../../../service-type.ts';
import type { NodePlace } from '../../../web/agent/node-place.ts';
import { Haproxy } from '../../../web/agent/system/haproxy.ts';
import { serverVersion } from '../../../web/agent/system/installed-servers.ts';
import { NginxProxy } from '../../../web/agent/system/nginx-proxy.ts';
import { NginxStatic } from '../../../web/agent/system/nginx-static.ts';
import type { PhpRuntime } from '../php-runtime.ts';
import { throughSockets } from './backend-socket.ts';
import { PhpFpm } from './php-fpm.ts';

/** "nginx 1.22.1", or "nginx" until it has told its version: that takes longer than starting it, so nobody waits for it. */
function named(name: string, version: Promise<string | undefined>): () => string {
  let known = name;
  void version.then((text) => {
    if (text !== undefined) known = `${name} ${text}`;
  });
  return () => known;
}

/** Installed servers: haproxy (nginx where there is none), nginx, php-fpm. */
export function systemRuntime(
  paths: { haproxy: string | undefined; nginx: string; phpFpm: string },
  place: NodePlace,
  log: Log,
): PhpRuntime {
  const { haproxy, nginx, phpFpm } = paths;
  const phpVersion = serverVersion(phpFpm);
  const names = [
    ...(haproxy ? [named('haproxy', serverVersion(haproxy))] : []),
    named('nginx', serverVersion(nginx)),
    named('PHP', phpVersion),
  ];
  return {
    proxy: throughSockets(haproxy ? new Haproxy(haproxy, place, log) : new NginxProxy(nginx, place, log), place),
    web: new NginxStatic(nginx, place, log),
    php: new PhpFpm(phpFpm, phpVersion, place, log),
    description: () => names.map((name) => name()).join(', '),
  };
}
