import { ConpaasError } from '../../contract/errors.ts';

const longest = 100_000;

/**
 * The parameters of a script as its arguments: words as a shell takes them apart, with '…', "…" and \, and nothing else of a
 * shell: no variables, no commands, no patterns.
 * @throws INVALID_INPUT for a quote that is not closed
 */
export function splitArguments(parameters: string): string[] {
  const fail = (problem: string) => new ConpaasError('INVALID_INPUT', { problem: `parameters: ${problem}` });
  if (parameters.length > longest) throw fail(`more than ${longest} characters`);
  if (parameters.includes('\0')) throw fail('a NUL character');
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < parameters.length; index += 1) {
    const character = parameters[index] ?? '';
    if (character === '\\' && quote !== "'") {
      const next = parameters[index + 1];
      if (next === undefined) throw fail('a \\ at the end');
      // Within "…" it only stands before what would mean something there.
      word = (word ?? '') + (quote === '"' && !/["\\$`]/.test(next) ? `\\${next}` : next);
      index += 1;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') throw fail(`a ${quote} that is not closed`);
  return word === undefined ? words : [...words, word];
}
