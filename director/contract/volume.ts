import { z } from 'zod';

/** Letters, digits, "-" and "_" (reference §8.1). */
export const volumeName = z.string().min(1).max(64);

/** A storage volume of a node; it outlives the node's servers, not the node. */
export const volume = z.object({
  name: z.string(),
  id: z.string(),
  aid: z.int(),
  sid: z.int(),
  /** In megabytes of 1,048,576 bytes. */
  size: z.int().positive(),
  agentId: z.string(),
  cloud: z.string(),
  device: z.string(),
  /** Where scripts find it. */
  path: z.string(),
  /** How the size is kept on this cloud, in a sentence: "a file of that size, mounted" or "a folder; its size is watched". */
  kept: z.string(),
});
export type Volume = z.infer<typeof volume>;
