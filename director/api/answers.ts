import type { FastifyReply } from 'fastify';
import type { RouteDefinition } from '../contract/route.ts';
import type { FileOutput, TextOutput } from './handlers.ts';

/** Quotes and control characters would end the header's parameter; other alphabets go into the second form (RFC 6266). */
function dispositionOf(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\/]/g, '_');
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Sends an attachment as it is read. */
export function sendFile(reply: FastifyReply, output: FileOutput): FastifyReply {
  reply.header('content-disposition', dispositionOf(output.filename)).header('cache-control', 'no-store');
  if (output.size !== undefined) reply.header('content-length', output.size);
  return reply.type('application/octet-stream').send(output.stream);
}

export function sendText(reply: FastifyReply, output: TextOutput): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(output);
}

/** Sends what the schema of the route lets through: a field it does not name never leaves the Director. */
export function sendJson(reply: FastifyReply, route: RouteDefinition, output: unknown): FastifyReply {
  reply.header('cache-control', 'no-store').code(route.status ?? 200);
  if (!route.response) return reply.code(route.status ?? 204).send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(route.response.parse(output)));
}
