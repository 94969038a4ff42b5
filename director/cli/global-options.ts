import { anywhereOptions } from './command.ts';
import type { OptionDefinition } from './definition.ts';

/** The options before the command. */
export const globalOptions: readonly OptionDefinition[] = [
  ...anywhereOptions,
  { flags: '--director_url <URL>', description: "the Director's address (https and port 5555 where not given)" },
  {
    flags: '--data-dir <FOLDER>',
    description: 'use the Director that runs on this computer with this data folder',
    completes: 'file',
  },
  { flags: '--username <NAME>', description: 'who gets a certificate; all other commands know by the certificate' },
  { flags: '--password <PASSWORD>', description: 'the same; better CONPAAS_PASSWORD or the question for it' },
];
