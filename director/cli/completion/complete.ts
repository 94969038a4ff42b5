import type { Completable } from '../definition.ts';
import { type Group, groups } from '../groups.ts';
import type { Host } from '../host.ts';
import type { Candidate } from './candidate.ts';
import { namesOf, type Position, positionBehind, takesValue } from './position.ts';
import { quoteForShell, splitShellLine } from './shell-words.ts';

/** Milliseconds that a person who pressed TAB waits for names from the Director. */
const patience = 1000;
/** A line of the answer that tells the script to let the shell offer files. */
const filesLine = '\tfiles';

interface Request {
  shell: string;
  /** bash: the line up to the cursor and the part of its last word that is replaced; others: the words without the program's. */
  words: readonly string[];
  host: Host;
  group: Group | undefined;
}

async function fromDirector(what: Exclude<Completable, 'file'>, position: Position, host: Host): Promise<Candidate[]> {
  const { loadSettings } = await import('../settings.ts');
  const { liveValues } = await import('./live-values.ts');
  const { global, command } = position;
  const option = (name: string, key: string) => (global.has(name) ? { [key]: global.get(name) ?? '' } : {});
  const loaded = await loadSettings(
    {
      ...option('--conf_file', 'conf_file'),
      ...option('--director_url', 'director_url'),
      ...option('--data-dir', 'dataDir'),
    },
    host,
  );
  const settings = { ...loaded, onDirectorsMachine: command?.onDirectorsMachine === true };
  const connection = await host.connect(settings, () => undefined);
  // Closing the connection makes what is still asked fail.
  const timer = setTimeout(() => connection.close(), patience);
  try {
    return await liveValues(what, connection.client, position);
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}

const helpCommand: Candidate = { value: 'help', description: 'show this help' };

async function wordsFor(position: Position, current: string, host: Host): Promise<Candidate[] | 'files'> {
  const { group, commands, command, options, expects } = position;
  if (current.startsWith('-') && options.length > 0)
    return [
      ...options.map((option) => ({ value: namesOf(option).at(-1) ?? '', description: option.description })),
      { value: '--help', description: 'show this help' },
    ];
  if (expects?.choices) return expects.choices.map((value) => ({ value, description: '' }));
  if (expects?.completes === 'file') return 'files';
  if (expects?.completes) return fromDirector(expects.completes, position, host);
  if (expects || command) return [];
  const named = group ? commands : groups;
  return [...named.map(({ name, summary }) => ({ value: name, description: summary })), helpCommand];
}

/** The words that "--option=" at the cursor is completed with, or else those that the word itself is. */
async function answersFor(before: readonly string[], current: string, { host, group }: Request) {
  const [, name, value] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  if (name === undefined || value === undefined) return wordsFor(await positionBehind(before, group), current, host);
  const position = await positionBehind([...before, name], group);
  const isValue = position.expects !== undefined && 'flags' in position.expects && takesValue(position.expects);
  const found = isValue ? await wordsFor(position, value, host) : [];
  return found === 'files' ? found : found.map((each) => ({ ...each, value: `${name}=${each.value}` }));
}

/** bash replaces the end of the last word only, from the last ":" or "=" on, and wants what it gets to be quoted. */
function forBash(found: readonly Candidate[], line: ReturnType<typeof splitShellLine>, replaced: string): string[] {
  const current = line.words.at(-1) ?? '';
  const kept = line.openQuote === undefined ? line.lastTyped.slice(0, line.lastTyped.length - replaced.length) : '';
  return found
    .filter(({ value }) => value.startsWith(current))
    .map(({ value }) => (line.openQuote === undefined ? quoteForShell(value) : value).slice(kept.length));
}

const isPlain = ({ value }: Candidate) => value !== '' && !/\p{Cc}/u.test(value);

/**
 * Prints what the word at the cursor may be, one per line: the value, a TAB and a description (none for bash, which gets values
 * as they are typed).
 * @throws ConpaasError where the Director cannot be asked
 */
export async function complete(request: Request): Promise<void> {
  const { shell, words, host } = request;
  const line = splitShellLine(shell === 'bash' ? (words[0] ?? '') : '');
  const said = shell === 'bash' ? line.words.slice(1) : words;
  const found = await answersFor(said.slice(0, -1), said.at(-1) ?? '', request);
  if (found === 'files') return host.terminal.write(`${filesLine}\n`);
  const plain = found.filter(isPlain);
  const lines =
    shell === 'bash'
      ? forBash(plain, line, words[1] ?? '')
      : plain.map(({ value, description }) => `${value}\t${description.replace(/\p{Cc}/gu, ' ')}`);
  host.terminal.write(lines.map((each) => `${each}\n`).join(''));
}
