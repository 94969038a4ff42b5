import type { FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import type { Audience } from '../contract/route.ts';
import type { Caller } from './caller.ts';

/** How one listener finds out who is asking. */
export interface Access {
  /**
   * @throws ConpaasError NOT_SIGNED_IN or CERTIFICATE_REQUIRED where the request proves nobody, and what `Accounts.admit` throws
   */
  identify(request: FastifyRequest): Caller;
}

/** What access needs to know of the accounts. */
export interface Accounts {
  /** Looked up at each request, so that a change counts at once. @throws ConpaasError CALLER_UNKNOWN, USER_DISABLED */
  admit(uid: number): { administrator: boolean };
}

/**
 * Lets the caller through to a route, or not.
 * @returns who is asking; undefined on a public route, where nobody is asked
 * @throws ConpaasError FORBIDDEN for a caller of the wrong role, ADMINISTRATOR_REQUIRED, and what identify throws
 */
export function admit(access: Access, audience: Audience, request: FastifyRequest): Caller | undefined {
  if (audience === 'public') return undefined;
  const caller = access.identify(request);
  if (caller.role !== (audience === 'administrator' ? 'user' : audience))
    throw new ConpaasError('FORBIDDEN', {
      role: caller.role,
      route: `${request.method} ${request.routeOptions.url ?? ''}`,
    });
  if (audience === 'administrator' && !(caller.role === 'user' && caller.administrator))
    throw new ConpaasError('ADMINISTRATOR_REQUIRED');
  return caller;
}
