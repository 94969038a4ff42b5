import { z } from 'zod';

/** A code version as its service keeps it; its archive lies beside under the same id. */
export const keptVersion = z.object({
  codeVersionId: z.string(),
  filename: z.string(),
  description: z.string(),
  created: z.iso.datetime(),
  size: z.int(),
  files: z.int(),
  filetype: z.enum(['zip', 'tar']),
  subfolder: z.string().nullable(),
  lifted: z.boolean(),
});
export type KeptVersion = z.infer<typeof keptVersion>;

/** The code that a fresh service has. */
export interface BuiltInVersion {
  version: Omit<KeptVersion, 'created' | 'size'>;
  archive: Buffer;
}

/** The folder of a version that is used, null for the archive's top. */
export function servedRoot({ lifted, subfolder }: KeptVersion): string | null {
  return lifted ? subfolder : null;
}
