import { z } from 'zod';
import { userRole } from './user.ts';

export const session = z.object({
  uid: z.int(),
  username: z.string(),
  role: userRole,
  version: z.string(),
  /** "launch": the owner of this computer, who need not sign out. */
  signedInBy: z.enum(['launch', 'password', 'certificate']),
});
export type Session = z.infer<typeof session>;

export const cloudDescription = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  isDefault: z.boolean(),
  /** Whether instances are kept apart by the system, and how or why not. */
  isolation: z.object({ kind: z.enum(['bubblewrap', 'none', 'virtual-machine']), description: z.string() }),
  /** How addresses and ports are given out, in a sentence. */
  network: z.string(),
});
export type CloudDescription = z.infer<typeof cloudDescription>;

/** A server program looked for on this computer. */
export const serverFound = z.object({
  name: z.string(),
  /** null: not installed. */
  version: z.string().nullable(),
  path: z.string().nullable(),
  /** What it does here, and what serves in its place where it is missing. */
  use: z.string(),
  installCommand: z.string().nullable(),
});
export type ServerFound = z.infer<typeof serverFound>;

export const system = z.object({
  version: z.string(),
  dataDirectory: z.string(),
  address: z.object({
    ui: z.string(),
    api: z.string(),
    /** Where other computers find the pages and the API; null where the Director is not shared on a network. */
    shared: z.string().nullable(),
  }),
  clouds: z.array(cloudDescription),
  servers: z.array(serverFound),
  /** Which PHP serves new services: installed servers or the embedded WebAssembly one. */
  phpRuntime: z.enum(['system', 'embedded']),
  /** Things worth telling: a port that was taken, a missing sandbox. */
  notices: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string() })),
});
export type System = z.infer<typeof system>;

export const settings = z.object({
  /** "auto" uses installed servers where they are, else the embedded PHP. */
  phpRuntime: z.enum(['auto', 'system', 'embedded']),
  archiveLimitBytes: z.int().positive(),
  archiveLimitFiles: z.int().positive(),
  /** What quitting the window does with running applications. */
  onQuit: z.enum(['ask', 'keep', 'stop']),
  /**
   * Host name or address under which other computers reach this Director, over HTTPS on its API port: its certificate names it, and
   * the pages ask there for name and password. null: this computer only.
   */
  hostName: z
    .union([z.ipv4(), z.ipv6(), z.hostname()], 'a host name or an address, without scheme and port')
    .nullable(),
  /** Names of instances begin with it. */
  deploymentName: z
    .string()
    .max(32)
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/, 'letters, digits and hyphens'),
  /** Address of a web server whose time the Director's own is compared with when it is checked; null: nobody else is asked. */
  timeReference: z
    .url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' })
    .max(2048)
    .nullable(),
  /** Whether people may make accounts for themselves. */
  registration: z.boolean(),
  /** false: nothing is charged. */
  creditsEnabled: z.boolean(),
  /** What a new user gets, and the most that one can be made with. */
  newUserCredit: z.int().min(0).max(1_000_000_000),
  maxCredit: z.int().min(0).max(1_000_000_000),
});
export type Settings = z.infer<typeof settings>;

export const sample = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  serviceType: z.string(),
  /** An address for an image element, or null. */
  picture: z.string().nullable(),
});
export type Sample = z.infer<typeof sample>;
