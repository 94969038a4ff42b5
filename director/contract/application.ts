import { z } from 'zod';
import { errorBody } from './errors.ts';
import { state } from './state.ts';

export const applicationName = z.string().trim().min(1).max(256);

export const application = z.object({
  aid: z.int().positive(),
  uid: z.int().positive(),
  name: z.string(),
  state,
  /** Why the application is in ERROR. */
  reason: errorBody.nullable(),
  /** Name of the cloud it was started on; null while it never was. */
  cloud: z.string().nullable(),
  manager: z
    .object({
      instanceId: z.string(),
      address: z.string(),
      port: z.int(),
      /** false while the process lives but does not answer. */
      reachable: z.boolean(),
    })
    .nullable(),
  created: z.iso.datetime(),
});
export type Application = z.infer<typeof application>;
