import { z } from 'zod';

/** Where a user stands. One credit pays one instance for one hour, when the hour begins. */
export const credit = z.object({
  /** false: nothing is charged on this Director, and nothing is stopped. */
  enabled: z.boolean(),
  balance: z.int(),
  /** Managers and nodes that exist now; each costs one credit per hour. */
  instances: z.int(),
  /** When the next hour of any of them begins. */
  nextCharge: z.iso.datetime().nullable(),
  /** When the balance does not pay the next hour any more, if nothing changes. */
  runsOut: z.iso.datetime().nullable(),
  /** "low": runs out within three hours. "empty": nothing can be started, and what runs is stopped at the next charge. */
  level: z.enum(['plenty', 'low', 'empty']),
});
export type Credit = z.infer<typeof credit>;

export const creditEntry = z.object({
  id: z.int(),
  time: z.iso.datetime(),
  /** Negative for what was paid. */
  change: z.int(),
  /** After it. */
  balance: z.int(),
  /** "refund": the first hour of an instance that could not be made. */
  kind: z.enum(['initial', 'grant', 'charge', 'refund']),
  /** In words: "Manager of application shop, hour 3". */
  text: z.string(),
  aid: z.int().nullable(),
  sid: z.int().nullable(),
  vmid: z.string().nullable(),
  /** The administrator who gave or took it. */
  by: z.string().nullable(),
});
export type CreditEntry = z.infer<typeof creditEntry>;

/** What more instances would cost. */
export const creditEstimate = z.object({
  enabled: z.boolean(),
  instances: z.int(),
  balance: z.int(),
  perHourNow: z.int(),
  perHourAfter: z.int(),
  runsOutAfter: z.iso.datetime().nullable(),
  /** false: it would be refused with INSUFFICIENT_CREDITS. */
  enough: z.boolean(),
});
export type CreditEstimate = z.infer<typeof creditEstimate>;
