import type { Call } from './call.ts';

export interface ArgumentDefinition {
  name: string;
  description: string;
  choices?: readonly string[];
  /** What each value must match, and the same in words. */
  form?: { pattern: RegExp; words: string };
  /** Takes one or more values. */
  many?: boolean;
}

export interface OptionDefinition {
  /** For example "-c, --cloud <NAME>"; without a value it is a switch. */
  flags: string;
  description: string;
  /** The value must be a whole number. */
  integer?: boolean;
}

/** One command of a group. The program, its help and its usage errors are made from it. */
export interface CommandDefinition {
  name: string;
  summary: string;
  arguments?: readonly ArgumentDefinition[];
  options?: readonly OptionDefinition[];
  /** Follows an operation to its end: adds --timeout. */
  waits?: boolean;
  /** Asks before it destroys something when a person sits at the terminal: adds --yes. */
  asks?: boolean;
  run(call: Call): Promise<void>;
}

export const applicationArgument: ArgumentDefinition = {
  name: 'app_name_or_id',
  description: 'name or identifier of an application',
};

export const serviceArguments: readonly ArgumentDefinition[] = [
  applicationArgument,
  { name: 'serv_name_or_id', description: 'name or identifier of a service' },
];

export const nodeArgument: ArgumentDefinition = {
  name: 'agent_id',
  description: 'identifier of the agent (list_nodes shows it)',
};

export const cloudOption: OptionDefinition = { flags: '-c, --cloud <NAME>', description: 'name of the cloud to use' };
