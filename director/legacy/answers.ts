import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** What a route answers: JSON, plain text, or bytes with their type and, for an attachment, its name. */
export type LegacyAnswer =
  | { json: unknown }
  | { text: string }
  | { bytes: Buffer; type: string; filename?: string }
  | { stream: Readable; type: string };

export function sendAnswer(reply: FastifyReply, answer: LegacyAnswer): FastifyReply {
  if ('json' in answer) return sendJson(reply, answer.json);
  if ('text' in answer) return reply.type('text/plain; charset=utf-8').send(answer.text);
  if ('stream' in answer) return reply.type(answer.type).send(answer.stream);
  if (answer.filename !== undefined) reply.header('content-disposition', `attachment; filename=${answer.filename}`);
  return reply.type(answer.type).send(answer.bytes);
}

/** Failures too are HTTP 200, with `error`; only their presence tells them apart (reference §2.1). */
export const sendError = (reply: FastifyReply, error: string): FastifyReply => sendJson(reply, { error });

export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.type('application/json').send(JSON.stringify(value));
}
