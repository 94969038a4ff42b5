import { isMet, type Row, type Target } from './figure.ts';

function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

function inWords(target: Target | undefined): string {
  if (!target) return '–';
  if ('least' in target) return `≥ ${target.least}`;
  return target.most === 0 ? '0' : `≤ ${rounded(target.most)}`;
}

function verdict(row: Row): string {
  const met = isMet(row);
  return met === undefined ? '' : met ? 'yes' : 'NO';
}

const titles = ['figure', 'ours', 'unit', 'peer', 'ratio', 'target', 'met', 'note'];

/** The rows as a Markdown table, which reads well on a terminal too. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.figure,
    rounded(row.ours),
    row.unit,
    row.peer === undefined ? '' : rounded(row.peer),
    row.ratio === undefined ? '' : row.ratio.toFixed(2),
    inWords(row.target),
    verdict(row),
    row.note ?? '',
  ]);
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const line = (values: readonly string[]) =>
    `| ${values.map((value, column) => value.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(titles), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n');
}
