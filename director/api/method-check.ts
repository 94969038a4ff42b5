import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import { addressPattern, type RouteDefinition } from '../contract/route.ts';
import { routes } from '../contract/routes.ts';

const table = (Object.values(routes) as RouteDefinition[]).map(({ method, path }) => ({
  method,
  pattern: addressPattern(path),
}));

/**
 * For a request that no route is for: tells which methods there are where only the method is wrong.
 * @throws ConpaasError METHOD_NOT_ALLOWED; the answer gets its Allow header
 */
export function checkMethod(request: FastifyRequest, reply: FastifyReply): void {
  if (!request.is404) return;
  const path = request.url.split('?')[0] ?? '';
  const allowed = new Set(table.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
  if (allowed.size === 0) return;
  const methods = [...allowed].sort().join(', ');
  reply.header('Allow', methods);
  throw new ConpaasError('METHOD_NOT_ALLOWED', { method: request.method, path, methods });
}
