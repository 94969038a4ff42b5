import type { ProxySettings, Upstream } from '../settings.ts';
import { servedCode } from '../settings.ts';
import { type NginxFiles, nginxConfiguration, quoted, statusLocation } from './nginx-common.ts';

function upstreams(name: string, list: readonly Upstream[]): string {
  const servers = list.map(({ ip, port, socket, weight }) => {
    const address = socket === undefined ? `${ip}:${port}` : quoted(`unix:${socket}`);
    const share = weight === 0 ? 'down' : `weight=${weight}`;
    return `    server ${address} ${share} max_fails=2 fail_timeout=2s;`;
  });
  return `  upstream ${name} {\n${servers.join('\n') || '    server 127.0.0.1:9 down;'}\n  }`;
}

/** No kept connections to php-fpm: each would hold a child. */
function fastcgi(
  settings: ProxySettings,
  address: string,
  script: { name: string; info: string; client: string },
): string {
  return `
      fastcgi_param DOCUMENT_ROOT $document_root;
      fastcgi_param SCRIPT_NAME ${script.name};
      fastcgi_param SCRIPT_FILENAME $document_root${script.name};
      fastcgi_param PATH_INFO ${script.info} if_not_empty;
      fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param REQUEST_SCHEME http;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param SERVER_SOFTWARE nginx;
      fastcgi_param GATEWAY_INTERFACE CGI/1.1;
      fastcgi_param SERVER_NAME $host;
      fastcgi_param SERVER_ADDR ${address};
      fastcgi_param SERVER_PORT ${settings.port};
      fastcgi_param REMOTE_ADDR ${script.client};
      fastcgi_param HTTP_HOST $http_host;
      fastcgi_param HTTP_PROXY "" if_not_empty;
      fastcgi_param HTTP_X_CONPAAS_SECRET "" if_not_empty;
      fastcgi_param HTTP_X_CONPAAS_CODE "" if_not_empty;
      fastcgi_param HTTP_X_CONPAAS_SCRIPT "" if_not_empty;
      fastcgi_param HTTP_X_CONPAAS_CLIENT "" if_not_empty;
      fastcgi_connect_timeout 3s; fastcgi_read_timeout 1h; fastcgi_send_timeout 1h;
      fastcgi_max_temp_file_size 0;
      fastcgi_next_upstream error timeout;
      fastcgi_pass php;`;
}

/**
 * nginx in the proxy role, where there is no haproxy. The same behaviour; other code and other servers are taken over by a
 * reload, in which a few requests on kept connections may have to be sent again by the visitor's browser.
 */
export function nginxProxyConfiguration(
  settings: ProxySettings,
  place: { address: string; code: string; indexIsScript: boolean },
  files: NginxFiles,
): string {
  const { address, code, indexIsScript } = place;
  const served = servedCode(settings.codeVersion, settings.root);
  const direct = { name: '$fastcgi_script_name', info: '$fastcgi_path_info', client: '$remote_addr' };
  const index = { name: '/index.php', info: '""', client: '$remote_addr' };
  const front = { name: '$front_script', info: '$front_info', client: '$http_x_conpaas_client' };
  return nginxConfiguration(
    files,
    '$remote_addr',
    `
  map "$http_x_conpaas_script $uri" $front_script {
    "~^root " /index.php;
    "~^directory (?<folder>/.*)$" "\${folder}index.php";
    "~*^path (?<script>/.*?\\.php)(?<rest>/.*)?$" $script;
    default "";
  }
  map "$http_x_conpaas_script $uri" $front_info {
    "~*^path /.*?\\.php(?<info>/.*)$" $info;
    default "";
  }
  map $http_x_conpaas_code $front_code { "~^(?!.*\\.\\.)[A-Za-z0-9][^\\\\\\"]*$" $http_x_conpaas_code; default ""; }
${upstreams('web', settings.webs)}
${upstreams('php', settings.backends)}
  server {
    listen ${address}:${settings.port} backlog=1024;
    root ${quoted(`${code}/${served}`)};
${statusLocation(settings.secret)}
    location ~* \\.php(/|$) {
      fastcgi_split_path_info "(?i)^(.+?\\.php)(/.*)$";${fastcgi(settings, address, direct)}
    }
${indexIsScript ? `    location = / {${fastcgi(settings, address, index)}\n    }` : ''}
    location / {
      proxy_http_version 1.1;
      proxy_set_header Connection close;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-ConPaaS-Code ${quoted(served)};
      proxy_set_header X-ConPaaS-Client $remote_addr;
      proxy_set_header X-ConPaaS-Secret ${quoted(settings.secret)};
      proxy_set_header X-ConPaaS-Script "";
      proxy_connect_timeout 3s; proxy_read_timeout 1h; proxy_send_timeout 1h; proxy_max_temp_file_size 0;
      proxy_next_upstream error timeout;
      proxy_pass http://web$request_uri;
    }
  }
  server {
    listen ${address}:${settings.frontPort} backlog=1024;
    access_log off;
    root ${quoted(`${code}/$front_code`)};
    location / {
      if ($http_x_conpaas_secret != ${quoted(settings.secret)}) { return 403; }
      if ($front_code = "") { return 404; }
      if ($front_script = "") { return 404; }${fastcgi(settings, address, front)}
    }
  }`,
  );
}
