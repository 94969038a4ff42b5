import type { RoleServer } from './role-server.ts';
import type { ProxySettings, WebSettings } from './settings.ts';

/** Which software plays the roles that all web services have. */
export interface WebRuntime {
  proxy: RoleServer<ProxySettings>;
  web: RoleServer<WebSettings>;
  /** For people: "haproxy 2.6.12, nginx 1.22.1". */
  description(): string;
}
