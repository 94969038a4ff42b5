import { type Argument, Command, CommanderError, type HelpContext, InvalidArgumentError, Option } from 'commander';
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from './definition.ts';
import { UsageError } from './failure.ts';

/** What a command was called with, before there is a session. */
interface Given {
  arguments: Record<string, unknown>;
  /** The command's own. */
  options: Record<string, unknown>;
  /** Those before the command; --debug, --json and --conf_file also from behind it. */
  globalOptions: Record<string, unknown>;
}

/** Runs a command with what was given. */
export type Run = (definition: CommandDefinition, given: Given) => Promise<void>;

/** A command whose errors are told as ConPaaS 2.1 told them: the usage, then ERROR, exit status 2. */
export class CpsCommand extends Command {
  constructor(name?: string) {
    super(name);
    this.helpCommand(false)
      .helpOption('-h, --help', 'show this help')
      .exitOverride()
      .configureHelp({ styleTitle: (title) => title.toLowerCase(), subcommandTerm: (command) => command.name() });
  }

  override createCommand(name?: string): CpsCommand {
    return new CpsCommand(name);
  }

  usageLine(): string {
    return `usage: ${this.createHelp().commandUsage(this)}`;
  }

  override help(context?: HelpContext | ((text: string) => string)): never {
    // Commander shows the help as an error where a group is called without a command.
    if (typeof context === 'object' && context.error) return this.error('too few arguments');
    this.outputHelp();
    throw new CommanderError(0, 'commander.help', '(outputHelp)');
  }

  override error(message: string): never {
    throw new UsageError(message.replace(/^error: /, ''), this.usageLine());
  }
}

/** Accepted before the command and behind it, as ConPaaS 2.1 did with the first two. */
export const anywhereOptions: readonly OptionDefinition[] = [
  { flags: '-d, --debug', description: 'show what is done, and a stack trace for an error' },
  { flags: '--conf_file <FILE>', description: 'read this configuration file only', completes: 'file' },
  { flags: '--json', description: 'print JSON for scripts' },
];

function integer(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function argumentOf(command: CpsCommand, { name, description, choices, form, many }: ArgumentDefinition): Argument {
  const argument = command.createArgument(many ? `<${name}...>` : `<${name}>`, description);
  if (choices) argument.choices([...choices]);
  if (!form) return argument;
  return argument.argParser((value: string, before: unknown): unknown => {
    if (!form.pattern.test(value)) throw new InvalidArgumentError(`It must be ${form.words}.`);
    return many ? [...(Array.isArray(before) ? before : []), value] : value;
  });
}

export function optionOf(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.description);
  if (definition.choices) option.choices([...definition.choices]);
  return definition.integer ? option.argParser(integer) : option;
}

const timeout: OptionDefinition = {
  flags: '--timeout <SECONDS>',
  description: 'stop waiting after so long; the operation goes on',
  integer: true,
};
const yes: OptionDefinition = { flags: '-y, --yes', description: 'do not ask whether to go on' };

/** All options of a command but --help: its own, those of what it does, and those that stand anywhere. */
export function optionsOf(definition: CommandDefinition): OptionDefinition[] {
  return [
    ...(definition.options ?? []),
    ...(definition.waits ? [timeout] : []),
    ...(definition.asks ? [yes] : []),
    ...anywhereOptions,
  ];
}

function globalOptionsOf(command: Command): Record<string, unknown> {
  let root = command;
  while (root.parent) root = root.parent;
  // A command may have an option of the same name: "user create --password" is not the password of who calls.
  const { debug, json, conf_file } = command.opts();
  const anywhere = Object.entries({ debug, json, conf_file }).filter(([, value]) => value !== undefined);
  return { ...root.opts(), ...Object.fromEntries(anywhere) };
}

/** Adds a command to a group (or to a program that is a group by itself). */
export function addCommand(group: CpsCommand, definition: CommandDefinition, run: Run): void {
  const command = group.createCommand(definition.name).copyInheritedSettings(group).description(definition.summary);
  const names = definition.arguments ?? [];
  for (const argument of names) command.addArgument(argumentOf(command, argument));
  for (const option of optionsOf(definition)) command.addOption(optionOf(option));
  command.action(async () => {
    const given = Object.fromEntries(names.map(({ name }, index) => [name, command.processedArgs[index]]));
    const globalOptions = globalOptionsOf(command);
    await run(definition, { arguments: given, options: command.opts(), globalOptions });
  });
  group.addCommand(command);
}

/** Adds the command "help" that every group has. */
export function addHelp(group: CpsCommand): void {
  group
    .command('help')
    .description('show this help')
    .action(() => group.outputHelp());
}
