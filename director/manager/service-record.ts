import { z } from 'zod';
import { errorBody } from '../contract/errors.ts';
import { transition } from '../contract/service.ts';
import { state } from '../contract/state.ts';

/**
 * joining: made by the transition under way; member: there to stay; leaving: its load is being taken off;
 * doomed: to be destroyed as soon as the Director can be reached.
 */
const membership = z.enum(['joining', 'member', 'leaving', 'doomed']);
export type Membership = z.infer<typeof membership>;

const nodeRecord = z.object({
  id: z.string(),
  vmid: z.string(),
  address: z.string(),
  cloud: z.string(),
  ports: z.record(z.string(), z.int()),
  role: z.string(),
  order: z.int(),
  weights: z.record(z.string(), z.int()),
  state: z.enum(['starting', 'running', 'degraded', 'lost']),
  why: z.string().nullable(),
  membership,
});
export type NodeRecord = z.infer<typeof nodeRecord>;

/** A request for nodes whose answer is not known: sent again with the same id it tells which nodes it made. */
const nodeRequest = z.object({
  requestId: z.string(),
  nodes: z.array(z.object({ role: z.string(), cloud: z.string() })),
});
export type NodeRequest = z.infer<typeof nodeRequest>;

/** What is kept of one service over restarts of the manager: `<storage>/services/<sid>.json`. */
export const serviceRecord = z.object({
  sid: z.int().positive(),
  type: z.string(),
  state,
  reason: errorBody.nullable(),
  history: z.array(transition),
  cloud: z.string().nullable(),
  nodes: z.array(nodeRecord),
  requests: z.array(nodeRequest),
  /** A repair after a lost node was under way: what the nodes were told is not certain. */
  unsettled: z.boolean(),
  /** What the service type keeps (`ServiceManager.saved`). */
  settings: z.unknown(),
});
export type ServiceRecord = z.infer<typeof serviceRecord>;

/** `<storage>/state.json`: what concerns the whole application. */
export const applicationRecord = z.object({
  /** The manager's own instance; another one means that the application was stopped in between. */
  vmid: z.string(),
  /** The highest service id ever given out. */
  lastSid: z.int().nonnegative(),
});
