import type { onRequestAsyncHookHandler } from 'fastify';
import { addressPattern } from '../contract/route.ts';
import type { LegacyRoute } from './route.ts';

/**
 * Answers 405 to requests that no route is for and of which only the method is wrong. A hook and no routes: those would be several for each
 * address, and lengthen the start of the Director by a tenth.
 */
export function methodRefusal(routes: readonly Pick<LegacyRoute, 'path' | 'methods'>[]): onRequestAsyncHookHandler {
  const table = routes.map(({ path, methods }) => ({ pattern: addressPattern(path), methods }));
  return async (request, reply) => {
    if (!request.is404) return;
    const path = request.url.split('?')[0] ?? '';
    const found = table.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    if (found.length === 0) return;
    const allowed = new Set([...found, ...(found.includes('GET') ? ['HEAD'] : [])]);
    return reply
      .code(405)
      .header('allow', [...allowed].join(', '))
      .header('connection', 'close')
      .type('text/plain; charset=utf-8')
      .send('Method Not Allowed');
  };
}
