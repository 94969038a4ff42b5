import { installedServers } from '../../../director/services/web/agent/system/installed-servers.ts';
import type { Bench } from '../figure.ts';
import { writeFiles } from '../site.ts';
import { freePort, startByHand } from './hand-server.ts';
import { phpFpmByHand } from './php-fpm.ts';

/** As manuals have it: files by nginx, scripts and what is no file by php-fpm. */
const scripts = (fpmPort: number) => `
    location / { try_files $uri $uri/ /index.php?$query_string; }
    location ~ \\.php$ {
      try_files $uri =404;
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_pass 127.0.0.1:${fpmPort};
    }`;

const configuration = (port: number, folder: string, code: string, locations: string) => `user root;
daemon off;
pid nginx.pid;
error_log ${folder}/error.log;
worker_processes auto;
events { worker_connections 1024; }
http {
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  include /etc/nginx/mime.types;
  sendfile on; tcp_nopush on;
  keepalive_timeout 65; keepalive_requests 100000;
  access_log ${folder}/access.log combined;
  server {
    listen 127.0.0.1:${port} backlog=1024;
    root ${code};
    index index.php index.html;${locations}
  }
}
`;

async function start(bench: Bench, code: string, locations: string): Promise<number> {
  const folder = await bench.folder();
  const port = await freePort();
  await writeFiles(folder, { 'nginx.conf': configuration(port, folder, code, locations) });
  await startByHand(bench, {
    command: installedServers().nginx ?? 'nginx',
    arguments: ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'],
    folder,
    port,
    stopSignal: 'SIGQUIT',
  });
  return port;
}

/** nginx in front of php-fpm. @returns the address */
export async function nginxByHand(bench: Bench, code: string): Promise<string> {
  return `http://127.0.0.1:${await start(bench, code, scripts(await phpFpmByHand(bench)))}/`;
}

/** nginx for files only. @returns its port */
export function nginxFilesByHand(bench: Bench, code: string): Promise<number> {
  return start(bench, code, '');
}
