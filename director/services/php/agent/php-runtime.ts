import type { RoleServer } from '../../web/agent/role-server.ts';
import type { WebRuntime } from '../../web/agent/runtime.ts';
import type { PhpSettings } from './php-settings.ts';

/** Which software plays the roles of a php service. */
export interface PhpRuntime extends WebRuntime {
  php: RoleServer<PhpSettings>;
}
