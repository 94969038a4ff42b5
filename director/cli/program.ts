import { type Command, CommanderError, Option } from 'commander';
import { Call } from './call.ts';
import { addCommand, addHelp, anywhereOptions, CpsCommand, optionOf, type Run } from './command.ts';
import type { Connection } from './connection.ts';
import { tellFailure } from './failure.ts';
import { groups } from './groups.ts';
import { Session } from './session.ts';
import type { GlobalOptions, Settings, SettingsPlaces } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** What the program needs of the world outside. Tests give their own. */
export interface Host extends SettingsPlaces {
  terminal: Terminal;
  /** Finds the Director and prepares to speak with it; nothing is sent yet. `told` hears a line per request. */
  connect(settings: Settings, told: (text: string) => void): Promise<Connection>;
}

function withGlobalOptions(program: CpsCommand): CpsCommand {
  for (const option of anywhereOptions) program.addOption(optionOf(option));
  return program
    .option('--director_url <URL>', "the Director's address (https and port 5555 where not given)")
    .option('--data-dir <FOLDER>', 'use the Director that runs on this computer with this data folder')
    .addOption(new Option('--username <NAME>', 'accepted for old scripts; the certificate says who asks').hideHelp())
    .addOption(
      new Option('--password <PASSWORD>', 'accepted for old scripts; the certificate says who asks').hideHelp(),
    );
}

function buildProgram(terminal: Terminal, run: Run): CpsCommand {
  const program = withGlobalOptions(new CpsCommand('cps-tools'))
    .description('Manage ConPaaS from the command line.')
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.writeError(text),
    });
  const fill = new Map<Command, () => Promise<void>>();
  for (const group of groups) {
    const command = program.command(group.name).description(group.summary);
    fill.set(command, async () => {
      for (const definition of await group.load()) addCommand(command, definition, run);
      addHelp(command);
    });
  }
  program.hook('preSubcommand', (_program, called) => fill.get(called)?.());
  addHelp(program);
  program.addHelpText('after', "\nSee 'cps-tools <group> <command> -h' for more information on a command.");
  return program;
}

function globalOptionsOf(options: Record<string, unknown>): GlobalOptions {
  const given: Record<string, string> = {};
  for (const name of ['conf_file', 'director_url', 'dataDir'] as const) {
    const value = options[name];
    if (typeof value === 'string') given[name] = value;
  }
  return { ...given, debug: options.debug === true, json: options.json === true };
}

/**
 * Runs cps-tools.
 * @param words the arguments, without the program's name
 * @returns the exit status: 0 done, 1 failed, 2 wrong arguments, 130 interrupted while waiting
 */
export async function runProgram(words: readonly string[], host: Host): Promise<number> {
  // For errors in the arguments themselves, which end before the options are known.
  const told = { debug: false, json: words.includes('--json') };
  const run: Run = async (action, given) => {
    // Loaded here and not above: help and usage errors do without the contract.
    const { loadSettings } = await import('./settings.ts');
    const settings = await loadSettings(globalOptionsOf(given.options), host);
    Object.assign(told, { debug: settings.debug, json: settings.json });
    const session = new Session(settings, host.terminal, (told) => host.connect(settings, told));
    try {
      for (const warning of settings.warnings) session.warn(warning);
      await action(new Call(session, given));
    } finally {
      await session.close();
    }
  };
  try {
    await buildProgram(host.terminal, run).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Help was asked for (0), or given because the command was missing.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tellFailure(error, host.terminal, told);
  }
}
