import { z } from 'zod';
import { environmentName, environmentText } from '../../../contract/environment.ts';

export const phpSettings = z.object({
  port: z.int().positive(),
  /** `phpconf`: every key has a value. */
  configuration: z.record(z.string(), z.string()),
  /** What scripts find in their environment. */
  environment: z.record(environmentName, environmentText).default({}),
});
export type PhpSettings = z.output<typeof phpSettings>;
