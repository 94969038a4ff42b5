import type { LogLines } from '../../stores/log-lines.ts';

export interface NumberedLine {
  /** Number in the whole log, from 1. */
  number: number;
  text: string;
}

/** The lines that hold the text, whatever its case; all of them for an empty one. */
export function matchingLines(log: LogLines, search: string): NumberedLine[] {
  const wanted = search.trim().toLowerCase();
  const found: NumberedLine[] = [];
  for (const [index, text] of log.lines.entries())
    if (wanted === '' || text.toLowerCase().includes(wanted)) found.push({ number: log.dropped + index + 1, text });
  return found;
}
