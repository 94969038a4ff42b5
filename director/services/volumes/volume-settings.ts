import { z } from 'zod';

/** A volume as its service keeps it. */
export const keptVolume = z.object({
  name: z.string(),
  /** Chosen before the Director is asked, so that asking twice makes one. */
  requestId: z.string(),
  /** The Director's; "" until it is made. */
  id: z.string(),
  /** Megabytes. */
  size: z.int().positive(),
  cloud: z.string(),
  device: z.string(),
  watched: z.boolean(),
  /** Of the node that has it; null while none has. */
  agentId: z.string().nullable(),
  /** The node that had it last: volumes of one node stay together. */
  lastAgentId: z.string(),
  /** Role of that node: the next one of this role gets it. */
  role: z.string(),
  /** What was under way when the manager ended is not "kept". */
  state: z.enum(['making', 'kept', 'deleting']),
});
export type KeptVolume = z.infer<typeof keptVolume>;
