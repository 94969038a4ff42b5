import { z } from 'zod';

const common = {
  deployment: z.string(),
  uid: z.int(),
  aid: z.int(),
  vmid: z.string(),
  /** Address to listen on, and the real port of each standard one that differs. */
  address: z.string(),
  ports: z.record(z.string(), z.int()),
  directories: z.object({
    configuration: z.string(),
    data: z.string(),
    logs: z.string(),
    storage: z.string(),
    /** Where volumes appear; /media when left out. */
    volumes: z.string().optional(),
    /** /var/cache/cpsagent when left out. */
    cache: z.string().optional(),
  }),
};

/** `config.json` of a manager's instance, written by the Director. */
export const managerConfiguration = z.object({
  kind: z.literal('manager'),
  ...common,
  directorUrl: z.url(),
  archiveLimitBytes: z.int().positive(),
  archiveLimitFiles: z.int().positive(),
});
export type ManagerConfiguration = z.infer<typeof managerConfiguration>;

/** `config.json` of an agent's instance. */
export const agentConfiguration = z.object({
  kind: z.literal('agent'),
  ...common,
  sid: z.int(),
  type: z.string(),
  role: z.string(),
  phpRuntime: z.enum(['auto', 'system', 'embedded']),
  archiveLimitBytes: z.int().positive(),
  archiveLimitFiles: z.int().positive(),
});
export type AgentConfiguration = z.infer<typeof agentConfiguration>;

/** Real port behind a standard one. */
export function portOf(place: { ports: Record<string, number> }, standard: number): number {
  return place.ports[String(standard)] ?? standard;
}
