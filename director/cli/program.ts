import { type Command, CommanderError } from 'commander';
import { Call } from './call.ts';
import { addCommand, addHelp, CpsCommand, optionOf, type Run } from './command.ts';
import { tellFailure } from './failure.ts';
import { globalOptions } from './global-options.ts';
import { type Group, groups } from './groups.ts';
import type { Host } from './host.ts';
import { Session } from './session.ts';
import type { GlobalOptions } from './settings.ts';
import type { Terminal } from './terminal.ts';

async function addCommands(command: CpsCommand, group: Group, run: Run): Promise<void> {
  for (const definition of await group.load()) addCommand(command, definition, run);
}

function addGroups(program: CpsCommand, run: Run): void {
  const fill = new Map<Command, () => Promise<void>>();
  for (const group of groups) {
    const command = program.command(group.name).description(group.summary);
    fill.set(command, async () => {
      await addCommands(command, group, run);
      addHelp(command);
    });
  }
  program.hook('preSubcommand', (_program, called) => fill.get(called)?.());
  program.addHelpText('after', "\nSee 'cps-tools <group> <command> -h' for more information on a command.");
}

/** @param group of a short program, whose commands are the program's own; undefined: cps-tools with all groups */
async function buildProgram(terminal: Terminal, run: Run, group: Group | undefined): Promise<CpsCommand> {
  const program = new CpsCommand(group ? `cps-${group.name}` : 'cps-tools')
    .description(group?.summary ?? 'Manage ConPaaS from the command line.')
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.writeError(text),
    });
  for (const option of globalOptions) program.addOption(optionOf(option));
  if (group) await addCommands(program, group, run);
  else addGroups(program, run);
  addHelp(program);
  return program;
}

function globalOptionsOf(options: Record<string, unknown>): GlobalOptions {
  const given: Record<string, string> = {};
  for (const name of ['conf_file', 'director_url', 'dataDir', 'username', 'password'] as const) {
    const value = options[name];
    if (typeof value === 'string') given[name] = value;
  }
  return { ...given, debug: options.debug === true, json: options.json === true };
}

/** What completion scripts call: words of the line in, possible last words out. Never fails, never says why. */
async function completes(words: readonly string[], host: Host, group: Group | undefined): Promise<boolean> {
  if (words[0] !== 'complete' || words[2] !== '--') return false;
  const { complete } = await import('./completion/complete.ts');
  await complete({ shell: words[1] ?? '', words: words.slice(3), host, group }).catch(() => undefined);
  return true;
}

/**
 * Runs cps-tools, or a short program of one group.
 * @param words the arguments, without the program's name
 * @param groupName the group of a short program, for example "php" for cps-php
 * @returns the exit status: 0 done, 1 failed, 2 wrong arguments, 130 interrupted while waiting
 */
export async function runProgram(words: readonly string[], host: Host, groupName?: string): Promise<number> {
  // For errors in the arguments themselves, which end before the options are known.
  const told = { debug: false, json: words.includes('--json') };
  const group = groups.find(({ name }) => name === groupName);
  if (await completes(words, host, group)) return 0;
  const run: Run = async (definition, given) => {
    // Loaded here and not above: help and usage errors do without the contract.
    const { loadSettings } = await import('./settings.ts');
    const loaded = await loadSettings(globalOptionsOf(given.globalOptions), host);
    const settings = { ...loaded, onDirectorsMachine: definition.onDirectorsMachine === true };
    Object.assign(told, { debug: settings.debug, json: settings.json });
    const session = new Session(settings, host.terminal, {
      home: host.home,
      connect: (told) => host.connect(settings, told),
      firstContact: (told) => host.firstContact(settings, told),
    });
    try {
      for (const warning of settings.warnings) session.warn(warning);
      await definition.run(new Call(session, given));
    } finally {
      await session.close();
    }
  };
  try {
    const program = await buildProgram(host.terminal, run, group);
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Help was asked for (0), or given because the command was missing.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tellFailure(error, host.terminal, told);
  }
}
