import { z } from 'zod';

export const codeVersion = z.object({
  codeVersionId: z.string(),
  filename: z.string(),
  description: z.string(),
  time: z.iso.datetime(),
  current: z.boolean(),
  /** Size of the archive in bytes. */
  size: z.int(),
  /** Number of files in the archive. */
  files: z.int(),
  /** The archive's only top-level folder, when there is one; `lifted` tells whether it is served as the root. */
  subfolder: z.string().nullable(),
  lifted: z.boolean(),
});
export type CodeVersion = z.infer<typeof codeVersion>;

export const configuration = z.object({
  codeVersionId: z.string().nullable(),
  values: z.record(z.string(), z.string()),
});
export type Configuration = z.infer<typeof configuration>;
