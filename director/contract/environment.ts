import { z } from 'zod';

/**
 * Names that are not free: what our servers, the system and CGI itself say to a script. A value of ours under such a name would be
 * overwritten, or change how the program runs instead of what it reads.
 */
const takenNames =
  /^(PATH|TMPDIR|HOME|USER|LD_.*|CONPAAS_.*|HTTP_.*|HTTPS|REQUEST_.*|SCRIPT_.*|SERVER_.*|REMOTE_.*|CONTENT_.*|PATH_(INFO|TRANSLATED)|QUERY_STRING|DOCUMENT_(ROOT|URI)|GATEWAY_INTERFACE|AUTH_TYPE|REDIRECT_.*|FCGI_.*|PHP_(SELF|AUTH_.*|VALUE|ADMIN_VALUE))$/;

export const environmentName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,127}$/,
    'a name has letters, digits and "_", at most 128, and does not begin with a digit',
  )
  .refine((name) => !takenNames.test(name), 'this name belongs to the servers; choose another one');

/** php-fpm reads its settings line by line and takes "$NAME" at the beginning for the name of another variable. */
export const environmentText = z
  .string()
  .max(4096, 'a value has at most 4096 characters')
  .regex(/^[^\p{Cc}]*$/u, 'a value is one line, without control characters')
  .regex(/^(?!\$)/, 'a value does not begin with "$"');

/** The shortest and longest secret that is made for a name, in characters. */
export const generatedLength = z
  .int('a whole number')
  .min(8, 'at least 8 characters')
  .max(128, 'at most 128 characters');

export const mostEnvironmentNames = 100;

/** One name of a service's environment, as its manager is told it. */
export const environmentEntry = z.object({
  value: environmentText,
  /** Length of a secret that was made for this service, which is exported as such; null for a text. */
  generated: generatedLength.nullable(),
  /** It came from another service of the application (its address), and is not exported. */
  provided: z.boolean(),
});
export const environment = z
  .record(environmentName, environmentEntry)
  .refine((names) => Object.keys(names).length <= mostEnvironmentNames, `at most ${mostEnvironmentNames} names`);
export type Environment = z.infer<typeof environment>;
