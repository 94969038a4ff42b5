import { z } from 'zod';

/** What the agent asks of an embedded server, over the channel between parent and child. */
export const question = z.discriminatedUnion('type', [
  z.object({ type: z.literal('settings'), id: z.int(), settings: z.unknown() }),
  z.object({ type: z.literal('counters'), id: z.int() }),
  /** Finish running requests, then end. Not answered. */
  z.object({ type: z.literal('stop'), id: z.int() }),
]);
export type Question = z.output<typeof question>;

export const counters = z.object({ requests: z.int(), errors: z.int(), active: z.int() });

export const reply = z.object({
  id: z.int(),
  /** Why it could not be done. */
  problem: z.string().optional(),
  counters: counters.optional(),
});
export type Reply = z.output<typeof reply>;

/** How an embedded server is started; goes along as JSON in its first argument. Holds nothing secret. */
export const embeddedOptions = z.object({
  role: z.enum(['balancer', 'static', 'php']),
  address: z.string(),
  code: z.string(),
  data: z.string(),
  sessions: z.string(),
  /** Folder for temporary files. */
  temporary: z.string(),
});
export type EmbeddedOptions = z.output<typeof embeddedOptions>;
