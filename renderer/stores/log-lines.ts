/** A log in memory, as lines. */
export interface LogLines {
  lines: readonly string[];
  /** How many lines were dropped at the beginning, so that line numbers stay true. */
  dropped: number;
  /** The last line has no end yet. */
  open: boolean;
}

export const noLines: LogLines = { lines: [], dropped: 0, open: false };

/** Older lines are dropped beyond this, so that a log that is followed for days does not fill the memory. */
const lineLimit = 50_000;

/** Adds text at the end; a line may come in pieces. */
export function appendText(log: LogLines, text: string, limit = lineLimit): LogLines {
  if (text === '') return log;
  const pieces = text.split('\n');
  const open = pieces.at(-1) !== '';
  if (!open) pieces.pop();
  const begun = log.open ? `${log.lines.at(-1)}${pieces.shift() ?? ''}` : undefined;
  const lines = [...(begun === undefined ? log.lines : [...log.lines.slice(0, -1), begun]), ...pieces];
  const surplus = Math.max(0, lines.length - limit);
  return { lines: surplus > 0 ? lines.slice(surplus) : lines, dropped: log.dropped + surplus, open };
}

/** The last characters of the log. */
export function endOf(log: LogLines, length: number): string {
  let text = log.open ? '' : '\n';
  for (let index = log.lines.length - 1; index >= 0 && text.length < length; index -= 1)
    text = index === log.lines.length - 1 ? `${log.lines[index]}${text}` : `${log.lines[index]}\n${text}`;
  return log.lines.length === 0 ? '' : text.slice(-length);
}

/**
 * What of `text` comes after `log`, when `text` begins somewhere within the end of it: a log that is followed is sent from a little
 * before its end. Finds the longest beginning of `text` that `log` ends with (Knuth, Morris and Pratt), as logs repeat themselves.
 */
export function afterOverlap(log: string, text: string): string {
  const borders = new Int32Array(text.length);
  let length = 0;
  const advance = (character: string | undefined) => {
    while (length > 0 && (length === text.length || text[length] !== character)) length = borders[length - 1] ?? 0;
    if (text[length] === character) length += 1;
  };
  for (let index = 1; index < text.length; index += 1) {
    advance(text[index]);
    borders[index] = length;
  }
  length = 0;
  for (const character of log.slice(-text.length).split('')) advance(character);
  return text.slice(length);
}
