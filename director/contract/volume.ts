import { z } from 'zod';

/** Letters, digits, "-" and "_" (reference §8.1): a name becomes part of paths. */
export const volumeNameForm = /^[A-Za-z0-9_-]{1,64}$/;
/** As it comes; what does not fit the form is refused as VOLUME_NAME_INVALID. */
export const volumeName = z.string().min(1).max(64);

/** A storage volume. It outlives the node it is attached to, and is deleted only when a user asks for that or removes its service. */
export const volume = z.object({
  name: z.string(),
  id: z.string(),
  aid: z.int(),
  sid: z.int(),
  /** In megabytes of 1,048,576 bytes. */
  size: z.int().positive(),
  /** "" while it is attached to no node: the next node of the same role that is made gets it. */
  agentId: z.string(),
  cloud: z.string(),
  device: z.string(),
  /** Where scripts find it. */
  path: z.string(),
  /** How the size is kept on this cloud, in a sentence: "a file of that size, mounted" or "a folder; its size is watched". */
  kept: z.string(),
});
export type Volume = z.infer<typeof volume>;
