import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import english from '../../../renderer/locales/en.json' with { type: 'json' };

const folder = join(import.meta.dirname, '../../../renderer');
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n');

function keysOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [`${prefix}${key}`] : keysOf(text, `${prefix}${key}.`),
  );
}

/** Keys that the source makes of a fixed beginning and something that varies. */
const beginnings = [...source.matchAll(/t\(`([\w.]+\.)\$\{/g)].map((match) => match[1] ?? '');

it('has no text that nothing shows', () => {
  const unused = keysOf(english)
    .map((key) => key.replace(/_(one|other)$/, ''))
    .filter((key) => !source.includes(`'${key}'`) && !beginnings.some((beginning) => key.startsWith(beginning)));
  expect(unused).toEqual([]);
});
