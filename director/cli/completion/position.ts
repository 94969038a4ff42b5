import { optionsOf } from '../command.ts';
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from '../definition.ts';
import { globalOptions } from '../global-options.ts';
import { type Group, groups } from '../groups.ts';

/** Where on the command line the cursor is: what was said before it, and what the word at the cursor may be. */
export interface Position {
  group: Group | undefined;
  commands: readonly CommandDefinition[];
  command: CommandDefinition | undefined;
  /** Values of the arguments before, by name. */
  given: ReadonlyMap<string, string>;
  /** Values of the options before the command, by their long names. */
  global: ReadonlyMap<string, string>;
  /** The option whose value, or the argument which, the word is; undefined: a group, a command, or nothing. */
  expects: OptionDefinition | ArgumentDefinition | undefined;
  /** The options that may stand here; none behind "--". */
  options: readonly OptionDefinition[];
}

export const namesOf = ({ flags }: OptionDefinition): string[] =>
  flags.split(/[ ,]+/).filter((part) => part.startsWith('-'));

export const takesValue = ({ flags }: OptionDefinition): boolean => flags.includes('<');

const optionNamed = (options: readonly OptionDefinition[], name: string) =>
  options.find((option) => namesOf(option).includes(name));

function argumentAt({ arguments: all = [] }: CommandDefinition, index: number): ArgumentDefinition | undefined {
  const last = all.at(-1);
  return all[index] ?? (last?.many ? last : undefined);
}

/**
 * Finds the position behind the words.
 * @param words those before the one at the cursor, without the program's name
 * @param shortProgram the group of a short program
 */
export async function positionBehind(words: readonly string[], shortProgram: Group | undefined): Promise<Position> {
  let group = shortProgram;
  let commands = (await group?.load()) ?? [];
  let command: CommandDefinition | undefined;
  let options: readonly OptionDefinition[] = globalOptions;
  let expects: OptionDefinition | undefined;
  let onlyArguments = false;
  const given = new Map<string, string>();
  const global = new Map<string, string>();
  for (const word of words) {
    if (expects) {
      if (!command) global.set(namesOf(expects).at(-1) ?? '', word);
      expects = undefined;
    } else if (!onlyArguments && word === '--') onlyArguments = true;
    else if (!onlyArguments && /^-./.test(word)) {
      const [, name = word, value] = /^(--[^=]+)=(.*)$/.exec(word) ?? [];
      const option = optionNamed(options, name);
      if (option && takesValue(option) && value === undefined) expects = option;
      if (!command && value !== undefined) global.set(name, value);
    } else if (!group) {
      group = groups.find((each) => each.name === word);
      commands = (await group?.load()) ?? [];
    } else if (!command) {
      command = commands.find((each) => each.name === word);
      if (command) options = optionsOf(command);
    } else given.set(argumentAt(command, given.size)?.name ?? '', word);
  }
  return {
    group,
    commands,
    command,
    given,
    global,
    expects: expects ?? (command && argumentAt(command, given.size)),
    options: onlyArguments || expects ? [] : options,
  };
}
