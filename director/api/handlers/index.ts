import type { Handlers } from '../handlers.ts';
import { applicationHandlers } from './applications.ts';
import { certificateHandlers } from './certificates.ts';
import { checkHandlers } from './checks.ts';
import { codeHandlers } from './code.ts';
import { creditHandlers } from './credits.ts';
import { directorHandlers } from './director.ts';
import type { Domain } from './domain.ts';
import { importHandlers } from './imports.ts';
import { managerHandlers } from './manager.ts';
import { manifestHandlers } from './manifests.ts';
import { nodeHandlers } from './nodes.ts';
import { operationHandlers } from './operations.ts';
import { serviceMethodHandlers } from './service-methods.ts';
import { serviceHandlers } from './services.ts';
import { userHandlers } from './users.ts';
import { volumeHandlers } from './volumes.ts';

/** A handler for each route of the table, over the domain. */
export function createHandlers(domain: Domain): Handlers {
  return {
    ...directorHandlers(domain),
    ...applicationHandlers(domain),
    ...serviceHandlers(domain),
    ...serviceMethodHandlers(domain),
    ...userHandlers(domain),
    ...volumeHandlers(domain),
    ...nodeHandlers(domain),
    ...codeHandlers(domain),
    ...certificateHandlers(domain),
    ...checkHandlers(domain),
    ...operationHandlers(domain),
    ...creditHandlers(domain),
    ...importHandlers(domain),
    ...manifestHandlers(domain),
    ...managerHandlers(domain),
  };
}
