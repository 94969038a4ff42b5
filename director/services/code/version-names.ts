import { z } from 'zod';

/** Part of paths and of a header between our own servers: no dot at the start, no "..", nothing that needs quoting. */
export const codeVersionName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** A folder inside of a version, for example "dokuwiki". */
export const codeRoot = z
  .string()
  .regex(/^[^/\\"$\p{Cc}]+(\/[^/\\"$\p{Cc}]+)*$/u)
  .refine((path) => path.split('/').every((part) => !/^\.{1,2}$/.test(part) && part === part.trim()));
