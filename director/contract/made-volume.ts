import { z } from 'zod';

/** What a manager gets for a volume it asked for. */
export const madeVolume = z.object({
  id: z.string(),
  cloud: z.string(),
  /** How its size is kept: `Volume.kept` of the contract. */
  kept: z.string(),
  /** The cloud cannot keep it below its size: the agent of its node has to watch over it. */
  watched: z.boolean(),
});
export type MadeVolume = z.infer<typeof madeVolume>;
