import { z } from 'zod';
import { errorBody } from '../contract/errors.ts';
import { node, transition } from '../contract/service.ts';
import { state } from '../contract/state.ts';

/** What a manager tells the Director about one service. */
export const serviceSnapshot = z.object({
  sid: z.int(),
  type: z.string(),
  state,
  reason: errorBody.nullable(),
  cloud: z.string().nullable(),
  url: z.string().nullable(),
  runtime: z.string().nullable(),
});
export type ServiceSnapshot = z.infer<typeof serviceSnapshot>;

export const managerEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), snapshot: serviceSnapshot, transition }),
  /** A step of the transition under way: `percent` is that of the whole transition. */
  z.object({ type: z.literal('step'), sid: z.int(), name: z.string(), percent: z.number() }),
  z.object({ type: z.literal('nodes'), sid: z.int(), nodes: z.array(node) }),
  z.object({ type: z.literal('code'), sid: z.int() }),
  z.object({ type: z.literal('removed'), sid: z.int() }),
]);
export type ManagerEvent = z.infer<typeof managerEvent>;

export const managerEvents = z.object({
  /** Changes when the manager starts anew. */
  epoch: z.string(),
  next: z.int(),
  events: z.array(managerEvent),
  /** The asked-for place is no longer kept: read `get_services` and the nodes anew. */
  reset: z.boolean().optional(),
});
export type ManagerEvents = z.infer<typeof managerEvents>;
