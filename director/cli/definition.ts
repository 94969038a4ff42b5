import type { Call } from './call.ts';

/** What the Director, or the disk, knows possible values of. */
export type Completable =
  | 'application'
  | 'service'
  | 'service type'
  | 'cloud'
  | 'code version'
  | 'node'
  | 'volume'
  | 'file'
  | 'user'
  | 'sample'
  | 'task';

export interface ArgumentDefinition {
  name: string;
  description: string;
  choices?: readonly string[];
  /** What each value must match, and the same in words. */
  form?: { pattern: RegExp; words: string };
  /** Takes one or more values. */
  many?: boolean;
  /** What a shell completes it with; nothing where it is left out (and there are no choices). */
  completes?: Completable;
}

export interface OptionDefinition {
  /** For example "-c, --cloud <NAME>"; without a value it is a switch. */
  flags: string;
  description: string;
  /** The value must be a whole number. */
  integer?: boolean;
  choices?: readonly string[];
  /** As of an argument. */
  completes?: Completable;
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
  /**
   * For administrators: goes to the Director of this computer, as the tool of ConPaaS 2.1 did, unless an address is given on the
   * command line.
   */
  onDirectorsMachine?: boolean;
  run(call: Call): Promise<void>;
}

export const applicationArgument: ArgumentDefinition = {
  name: 'app_name_or_id',
  description: 'name or identifier of an application',
  completes: 'application',
};

export const serviceArguments: readonly ArgumentDefinition[] = [
  applicationArgument,
  { name: 'serv_name_or_id', description: 'name or identifier of a service', completes: 'service' },
];

export const nodeArgument: ArgumentDefinition = {
  name: 'agent_id',
  description: 'identifier of the agent (list_nodes shows it)',
  completes: 'node',
};

export const cloudOption: OptionDefinition = {
  flags: '-c, --cloud <NAME>',
  description: 'name of the cloud to use',
  completes: 'cloud',
};
