import { getuid } from 'node:process';
import { mediaTypes } from './media-types.ts';

export interface NginxFiles {
  /** Absolute path of the access log. */
  access: string;
  /** Absolute path of the error log. */
  errors: string;
}

/** A value for nginx, quoted; what would end the quotes or begin a variable is refused by those who call. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Where nginx tells about itself. */
export const nginxStatusPath = '/.conpaas-status';

/** The status is for our own agent only. A visitor who has the secret is none. */
export function statusLocation(secret: string): string {
  return `    location = ${nginxStatusPath} {
      if ($http_x_conpaas_secret != ${quoted(secret)}) { return 404; }
      if ($http_x_conpaas_script != status) { return 404; }
      access_log off;
      stub_status;
    }`;
}

/**
 * Everything of a configuration that does not depend on the role; `servers` goes into the http block.
 * @param client variable with the visitor's address, for the log
 */
export function nginxConfiguration(files: NginxFiles, client: string, servers: string): string {
  // As root, nginx would hand its workers to an account that may not read the instance's folders.
  const user = getuid?.() === 0 ? 'user root;\n' : '';
  return `${user}daemon off;
pid nginx.pid;
error_log ${quoted(files.errors)} notice;
worker_processes 1;
worker_shutdown_timeout 10m;
events { worker_connections 1000; }
http {
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  types {
${mediaTypes}
  }
  default_type application/octet-stream;
  server_tokens off;
  sendfile on; tcp_nopush on;
  keepalive_timeout 65; keepalive_requests 100000;
  client_max_body_size 0;
  absolute_redirect off;
  log_format main '${client} - - [$time_local] "$request" $status $body_bytes_sent "$http_user_agent" $request_time';
  access_log ${quoted(files.access)} main buffer=32k flush=1s;
${servers}
}
`;
}
