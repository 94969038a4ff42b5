import { z } from 'zod';
import { state } from './state.ts';

export const userRole = z.enum(['administrator', 'user']);
export type UserRole = z.infer<typeof userRole>;

/** 1 to 80 characters, none of them a control character; it stands in certificates and in tables. */
export const username = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{C}]+$/u, 'no control characters');
export const email = z.email().max(254);
/** New passwords; old ones are only compared. */
export const password = z.string().min(8).max(256);
const personal = z.string().trim().max(256);

export const user = z.object({
  uid: z.int().positive(),
  username: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  affiliation: z.string(),
  role: userRole,
  /** A user who is not enabled cannot sign in, and no certificate of theirs is accepted. */
  enabled: z.boolean(),
  /** The owner of a desktop may have none: the launch token signs them in. */
  hasPassword: z.boolean(),
  credit: z.int(),
  created: z.iso.datetime(),
});
export type User = z.infer<typeof user>;

/** What the administrators' page shows of each user. */
export const userOverview = user.extend({
  applications: z.int(),
  /** Managers and nodes that exist now: what they cost in credits per hour. */
  instances: z.int(),
  lastSeen: z.iso.datetime().nullable(),
});
export type UserOverview = z.infer<typeof userOverview>;

export const profileChanges = z
  .object({ email, firstName: personal, lastName: personal, affiliation: personal })
  .partial();
export const userChanges = profileChanges.extend({ role: userRole.optional(), enabled: z.boolean().optional() });
export const registration = profileChanges.extend({ username, email, password });
export const newUser = registration.extend({
  role: userRole.optional(),
  /** What new users get (a setting) when left out. */
  credit: z.int().min(0).max(1_000_000_000).optional(),
});

/** A manager or node that exists. */
export const resource = z.object({
  rid: z.int(),
  vmid: z.string(),
  uid: z.int(),
  aid: z.int(),
  application: z.string(),
  /** null for a manager. */
  sid: z.int().nullable(),
  kind: z.enum(['manager', 'agent']),
  name: z.string(),
  address: z.string().nullable(),
  cloud: z.string(),
  state: z.enum(['creating', 'running', 'destroying']),
  /** Hours paid for so far. */
  charged: z.int(),
  created: z.iso.datetime(),
});
export type Resource = z.infer<typeof resource>;

/** What a user runs, for administrators. */
export const userHoldings = z.object({
  applications: z.array(z.object({ aid: z.int(), name: z.string(), state, services: z.int(), instances: z.int() })),
  resources: z.array(resource),
});
export type UserHoldings = z.infer<typeof userHoldings>;

/** A browser that is signed in. */
export const openSession = z.object({
  /** Not the secret of the cookie. */
  id: z.string(),
  created: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  expires: z.iso.datetime(),
  /** The program and system that signed in, as its browser tells. */
  browser: z.string(),
  address: z.string(),
  /** The one that asks. */
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;
