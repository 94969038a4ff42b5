import { z } from 'zod';

/** What a manager gets for each instance it asked for. */
export const createdNode = z.object({
  id: z.string(),
  vmid: z.string(),
  address: z.string(),
  cloud: z.string(),
  role: z.string(),
  /** Real port for each standard one: {"80": 8081, "5555": 5555}; a port that is not named stands for itself. */
  ports: z.record(z.string(), z.int()),
});
export type CreatedNode = z.infer<typeof createdNode>;
