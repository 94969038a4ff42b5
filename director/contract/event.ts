import { z } from 'zod';
import { application } from './application.ts';
import { credit } from './credit.ts';
import { operation } from './operation.ts';
import { node, service } from './service.ts';
import { volume } from './volume.ts';

/**
 * What the server-sent events of GET /api/events carry: `id:` a growing number, `event:` the type, `data:` the JSON below.
 * A client that resumes with Last-Event-ID gets what it missed, or `reset` when that is no longer kept: then it reads everything anew.
 */
export const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('application.changed'), application }),
  z.object({ type: z.literal('application.removed'), aid: z.int() }),
  z.object({ type: z.literal('service.changed'), service }),
  z.object({ type: z.literal('service.removed'), aid: z.int(), sid: z.int() }),
  z.object({ type: z.literal('nodes.changed'), aid: z.int(), sid: z.int(), nodes: z.array(node) }),
  z.object({ type: z.literal('code.changed'), aid: z.int(), sid: z.int() }),
  z.object({ type: z.literal('volumes.changed'), aid: z.int(), volumes: z.array(volume) }),
  z.object({ type: z.literal('credit.changed'), credit }),
  z.object({ type: z.literal('certificates.changed') }),
  z.object({ type: z.literal('operation.changed'), operation }),
]);
export type Event = z.infer<typeof event>;
