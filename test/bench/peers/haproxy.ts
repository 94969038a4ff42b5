import { installedServers } from '../../../director/services/web/agent/system/installed-servers.ts';
import type { Bench } from '../figure.ts';
import { writeFiles } from '../site.ts';
import { freePort, startByHand } from './hand-server.ts';
import { nginxFilesByHand } from './nginx.ts';
import { phpFpmByHand } from './php-fpm.ts';

/** As haproxy's manual has FastCGI: scripts to php-fpm, everything else to nginx. */
const configuration = (ports: Record<'own' | 'php' | 'files', number>, code: string) => `global
  maxconn 2000
  log stdout format raw local0 info
defaults
  mode http
  log global
  option httplog
  timeout connect 3s
  timeout client 1m
  timeout server 1m
  timeout http-keep-alive 60s
fcgi-app php
  docroot ${code}
  index index.php
  path-info ^(/.+\\.php)(/.*)?$
  no option keep-conn
frontend www
  bind 127.0.0.1:${ports.own}
  use_backend php if { path / } or { path_reg \\.php(/|$) }
  default_backend files
backend php
  use-fcgi-app php
  server php1 127.0.0.1:${ports.php} proto fcgi maxconn 12 check
backend files
  server files1 127.0.0.1:${ports.files} check
`;

/** haproxy in front of php-fpm, with nginx for files. @returns the address */
export async function haproxyByHand(bench: Bench, code: string): Promise<string> {
  const folder = await bench.folder();
  const ports = { own: await freePort(), php: await phpFpmByHand(bench), files: await nginxFilesByHand(bench, code) };
  await writeFiles(folder, { 'haproxy.cfg': configuration(ports, code) });
  await startByHand(bench, {
    command: installedServers().haproxy ?? 'haproxy',
    arguments: ['-W', '-f', `${folder}/haproxy.cfg`],
    folder,
    port: ports.own,
    stopSignal: 'SIGTERM',
  });
  return `http://127.0.0.1:${ports.own}/`;
}
