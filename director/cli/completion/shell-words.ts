/** The words of a command line as bash has it, the last of which the cursor stands behind. */
export interface ShellLine {
  /** Without quotes and backslashes. */
  words: string[];
  /** The last word as it was typed. */
  lastTyped: string;
  /** The quote that is still open at the end. */
  openQuote: '"' | "'" | undefined;
}

/** Splits a command line into words by the rules of the shell for quotes and backslashes. Nothing is expanded. */
export function splitShellLine(line: string): ShellLine {
  const words: string[] = [];
  let word: string | undefined;
  let start = line.length;
  let quote: ShellLine['openQuote'];
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    if (word === undefined) start = at;
    word ??= '';
    if (character === quote) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) quote = character;
    else if (character === '\\' && quote !== "'") word += line.charAt(++at);
    else word += character;
  }
  return {
    words: [...words, word ?? ''],
    lastTyped: word === undefined ? '' : line.slice(start),
    openQuote: quote,
  };
}

/** The value as it is typed on a command line of bash. */
export function quoteForShell(value: string): string {
  return value.replace(/[^\w@%+=:,./\u0080-\uffff-]/g, '\\$&');
}
