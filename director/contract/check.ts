import { z } from 'zod';

/** One thing that the Director looked at (the troubleshooting list of the installation guide). */
export const check = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'warning', 'failed', 'not applicable']),
  /** What was found and what is needed, in words. */
  found: z.string(),
  wanted: z.string(),
  /** Why it matters or why it is so; empty when it passed. */
  cause: z.string(),
  fix: z.string(),
  /** Excerpts of logs and the like, word for word. */
  detail: z.string().nullable(),
});
export type Check = z.infer<typeof check>;

const importedLine = z.object({
  section: z.string(),
  key: z.string().nullable(),
  /** Secrets are masked. */
  value: z.string().nullable(),
  message: z.string(),
});
/** What came of reading a director.cfg of ConPaaS 2.1. */
export const importReport = z.object({
  /** false: it was only looked at. */
  applied: z.boolean(),
  taken: z.array(importedLine),
  meaningless: z.array(importedLine),
  wrong: z.array(importedLine),
});
export type ImportReport = z.infer<typeof importReport>;
