import { Text } from '@codemirror/state';
import { expect, it } from 'vitest';
import { diagnosticsOf } from '../../../../renderer/pages/manifest/editor/manifest-diagnostics.ts';

const doc = Text.of(['{', '  "Type": "phpp",', '  "Start": 7', '']);
const problem = (line: number, column: number) =>
  ({ severity: 'error', line, column, field: '', message: 'It is wrong.' }) as const;
const marked = (line: number, column: number) =>
  diagnosticsOf(doc, [problem(line, column)]).map(({ from, to }) => doc.sliceString(from, to))[0];

it('marks the word at the place of a problem', () => {
  expect([marked(2, 11), marked(2, 3), marked(3, 12), marked(1, 1)]).toEqual(['"phpp"', '"Type"', '7', '{']);
});

it('marks the nearest place there is when the text became shorter meanwhile', () => {
  expect([marked(99, 5), marked(2, 500)]).toEqual(['', '']);
});

it('tells what to write instead', () => {
  const [found] = diagnosticsOf(doc, [{ ...problem(2, 11), severity: 'warning', hint: 'Write php.' }]);
  expect(found).toMatchObject({ severity: 'warning', message: 'It is wrong. Write php.' });
});
