import { z } from 'zod';
import { errorBody } from './errors.ts';
import { state } from './state.ts';

/** One line of a service's history. */
export const transition = z.object({
  time: z.iso.datetime(),
  state,
  reason: z.string(),
});
export type Transition = z.infer<typeof transition>;

export const service = z.object({
  /** Unique over the whole Director. */
  id: z.int().positive(),
  aid: z.int().positive(),
  /** Unique within its application only: 1, 2, 3, … */
  sid: z.int().positive(),
  type: z.string(),
  name: z.string(),
  state,
  /** Why the service is in ERROR, or what went wrong last while it kept serving. */
  reason: errorBody.nullable(),
  cloud: z.string().nullable(),
  /** Where to reach it from this computer, for types that have a site; null while it is not running. */
  url: z.string().nullable(),
  /** Which software serves, for example "haproxy 2.6, nginx 1.22, php-fpm 8.2" or "PHP 8.4 as WebAssembly". */
  runtime: z.string().nullable(),
  created: z.iso.datetime(),
});
export type Service = z.infer<typeof service>;

export const nodeLog = z.object({ filename: z.string(), description: z.string() });
export type NodeLog = z.infer<typeof nodeLog>;

/** A server program of a node, as its agent reports it. */
export const serverStatus = z.object({
  name: z.string(),
  state: z.enum(['starting', 'running', 'restarting', 'stopped', 'failed']),
  restarts: z.int(),
  why: z.string().nullable(),
});
export type ServerStatus = z.infer<typeof serverStatus>;

export const node = z.object({
  /** Shown to users as "agent id": internal name of the cloud and the instance id glued together (reference §10). */
  id: z.string(),
  vmid: z.string(),
  address: z.string(),
  cloud: z.string(),
  /** The internal role; a packed node has one that names several, for example "proxybackendweb". */
  role: z.string(),
  /** The roles it plays now, for example ["proxy", "web", "backend"]. */
  roles: z.array(z.string()),
  state: z.enum(['starting', 'running', 'degraded', 'lost']),
  why: z.string().nullable(),
  /** Share of the load per role; 100 is the default. */
  weights: z.record(z.string(), z.int()),
  servers: z.array(serverStatus),
  logs: z.array(nodeLog),
});
export type Node = z.infer<typeof node>;

/** The most nodes that can be added to a service in one step. */
export const mostNodesAtOnce = 64;

/** How many nodes per role; "count" means the default role of the type. */
export const nodeCounts = z.record(z.string(), z.int().nonnegative());
export type NodeCounts = z.infer<typeof nodeCounts>;

/** What flows through a node since it started. Counters only grow; clients take differences. */
export const nodeTraffic = z.object({
  nodeId: z.string(),
  role: z.string(),
  requests: z.number(),
  errors: z.number(),
  active: z.number(),
});
export const traffic = z.object({ time: z.iso.datetime(), nodes: z.array(nodeTraffic) });
export type Traffic = z.infer<typeof traffic>;

export const configurationKey = z.object({
  key: z.string(),
  label: z.string(),
  description: z.string(),
  default: z.string(),
  /** A regular expression that the whole value must match. */
  pattern: z.string(),
  /** The pattern in words: "digits and optional K, M or G". */
  form: z.string(),
  choices: z.array(z.string()).optional(),
});
export type ConfigurationKey = z.infer<typeof configurationKey>;

/** A method of a type beside those that all types have; users call it through `callServiceMethod`. */
export const serviceMethod = z.object({
  name: z.string(),
  /** How the manager wants it called (reference §8). */
  verb: z.enum(['GET', 'POST']),
  title: z.string(),
  description: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      optional: z.boolean(),
      choices: z.array(z.string()).optional(),
    }),
  ),
});

/** What the UI and the CLI need to know about a type; forms are built from it. */
export const serviceType = z.object({
  type: z.string(),
  title: z.string(),
  description: z.string(),
  icon: z.string(),
  roles: z.array(
    z.object({
      role: z.string(),
      title: z.string(),
      description: z.string(),
      port: z.int().optional(),
      /** The most nodes that can have it, where that is limited: 1 is a role that is neither added nor removed. */
      most: z.int().positive().optional(),
    }),
  ),
  defaultRole: z.string(),
  hasCode: z.boolean(),
  archiveFormats: z.array(z.string()),
  configuration: z.array(configurationKey),
  /** How many nodes it starts with: what a start costs. */
  startingNodes: z.int().positive(),
  hasVolumes: z.boolean(),
  methods: z.array(serviceMethod),
});
export type ServiceTypeDescription = z.infer<typeof serviceType>;
