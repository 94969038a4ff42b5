import { accessErrors } from './error-tables/access.ts';
import { accountsErrors } from './error-tables/accounts.ts';
import { cloudsErrors } from './error-tables/clouds.ts';
import { codeErrors } from './error-tables/code.ts';
import { commandLineErrors } from './error-tables/command-line.ts';
import { directorErrors } from './error-tables/director.ts';
import { inputErrors } from './error-tables/input.ts';
import { manifestsErrors } from './error-tables/manifests.ts';
import { servicesErrors } from './error-tables/services.ts';
import { wireErrors } from './error-tables/wire.ts';

/**
 * Every failure a user can meet. The key is the code; `{name}` in a text is filled from the error's parameters.
 * `status` is the HTTP status of the modern API. Texts of ConPaaS 2.1 are kept where it had one.
 */
export const errorTable = {
  ...inputErrors,
  ...accessErrors,
  ...accountsErrors,
  ...servicesErrors,
  ...codeErrors,
  ...manifestsErrors,
  ...cloudsErrors,
  ...wireErrors,
  ...commandLineErrors,
  ...directorErrors,
} as const satisfies Record<string, { status: number; message: string; hint: string }>;
