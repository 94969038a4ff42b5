import { z } from 'zod';

/** Where a manifest is wrong or strange. Lines and columns count from 1. */
export const manifestProblem = z.object({
  severity: z.enum(['error', 'warning']),
  line: z.int(),
  column: z.int(),
  /** For example Services[0].StartupInstances.backend */
  field: z.string(),
  message: z.string(),
  /** What to write instead. */
  hint: z.string().optional(),
});
export type ManifestProblem = z.infer<typeof manifestProblem>;

/** What a manifest would make, services in the order in which they are started. */
export const manifestPlan = z.object({
  application: z.string(),
  cloud: z.string(),
  services: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      cloud: z.string(),
      start: z.boolean(),
      /** Nodes by role, once it runs. */
      instances: z.record(z.string(), z.int()),
      /** How many nodes these are: one node can play several roles. 0 when it is not started. */
      nodes: z.int(),
      /** What else is done: "upload guestbook.tar.gz", "set MYSQL_IP". */
      steps: z.array(z.string()),
    }),
  ),
  /** Instances altogether, the manager among them: credits per hour. */
  instances: z.int(),
});
export type ManifestPlan = z.infer<typeof manifestPlan>;

/** The plan is null while there are errors. */
export const manifestCheck = z.object({ problems: z.array(manifestProblem), plan: manifestPlan.nullable() });
export type ManifestCheck = z.infer<typeof manifestCheck>;
