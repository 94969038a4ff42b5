import type { WebSettings } from '../settings.ts';
import { type NginxFiles, nginxConfiguration, quoted, statusLocation } from './nginx-common.ts';

/** Headers between our own servers, sent on to the front as the proxy sent them. */
const passOn = `
      proxy_http_version 1.1;
      proxy_set_header Connection close;
      proxy_set_header Host $http_host;
      proxy_set_header X-ConPaaS-Script $script;
      proxy_pass http://front$request_uri;
      proxy_read_timeout 1h; proxy_send_timeout 1h; proxy_connect_timeout 3s;
      proxy_buffering on; proxy_max_temp_file_size 0;`;

/** nginx in the web role: files only. What it does not have goes back to the proxy's front, with the script that should run. */
export function nginxStaticConfiguration(
  settings: WebSettings,
  place: { address: string; code: string },
  files: NginxFiles,
): string {
  const fronts = settings.fronts.map(({ ip, port }) => `    server ${ip}:${port} max_fails=0;`).join('\n');
  // Without a front (not told yet) scripts cannot run; nginx wants at least one server, this one answers nothing.
  const servers = `
  map $http_x_conpaas_code $conpaas_code { "~^(?!.*\\.\\.)[A-Za-z0-9][^\\\\\\"]*$" $http_x_conpaas_code; default ""; }
  upstream front {
${fronts || '    server 127.0.0.1:9 down;'}
  }
  server {
    listen ${place.address}:${settings.port} backlog=1024;
    root ${quoted(`${place.code}/$conpaas_code`)};
    if ($http_x_conpaas_secret != ${quoted(settings.secret)}) { return 403; }
    if ($conpaas_code = "") { return 404; }
    index index.html;

    # Scripts come here only when the proxy could not send them to a backend itself. Their source is never given out.
    location ~* \\.(php|phtml|phar|phps|php[3-9])(/|$) {
      set $script path;${passOn}
    }
    location ~ /\\.(?!well-known(/|$)) { return 404; }
    location ~ /$ { try_files \${uri}index.html @directory; }
    location / { try_files $uri $uri/ @missing; }
${statusLocation(settings.secret)}

    location @directory {
      set $script "";
      if (-f $document_root/index.php) { set $script root; }
      if (-f $document_root\${uri}index.php) { set $script directory; }
      if ($script = "") { return 404; }${passOn}
    }
    location @missing {
      set $script root;
      if (!-f $document_root/index.php) { return 404; }${passOn}
    }
  }
`;
  return nginxConfiguration(files, '$http_x_conpaas_client', servers);
}
