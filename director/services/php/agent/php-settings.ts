import { z } from 'zod';

export const phpSettings = z.object({
  port: z.int().positive(),
  /** `phpconf`: every key has a value. */
  configuration: z.record(z.string(), z.string()),
});
export type PhpSettings = z.output<typeof phpSettings>;
