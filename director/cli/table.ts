import { displayWidth, onOneLine } from './display-width.ts';

export type Cell = string | number | null;

const textOf = (cell: Cell): string => (cell === null ? 'None' : onOneLine(String(cell)));

function padded(text: string, width: number, toTheRight: boolean): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return toTheRight ? fill + text : text + fill;
}

/**
 * A table as ConPaaS 2.1 prints it (reference §14.1): the header, a line of "-" as long as it, the rows; columns separated by a
 * space and as wide as their longest cell or name; numbers to the right, all else to the left, the last column padded too.
 * A null shows as None. The result does not end in a line break.
 */
export function formatTable<Column extends string>(
  columns: readonly Column[],
  rows: readonly Record<Column, Cell>[],
): string {
  const widths = columns.map((column) =>
    Math.max(displayWidth(column), ...rows.map((row) => displayWidth(textOf(row[column])))),
  );
  const line = (cells: readonly Cell[]) =>
    cells.map((cell, index) => padded(textOf(cell), widths[index] ?? 0, typeof cell === 'number')).join(' ');
  const header = line(columns);
  return [
    header,
    '-'.repeat(displayWidth(header)),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
  ].join('\n');
}
