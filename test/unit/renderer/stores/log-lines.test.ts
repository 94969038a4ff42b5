import { expect, it } from 'vitest';
import { matchingLines } from '../../../../renderer/pages/service/matching-lines.ts';
import { afterOverlap, appendText, endOf, noLines } from '../../../../renderer/stores/log-lines.ts';

it('joins a line that comes in pieces', () => {
  const log = ['GET /a 2', '00\nGET ', '/b 404\n'].reduce((before, text) => appendText(before, text), noLines);
  expect(log).toEqual({ lines: ['GET /a 200', 'GET /b 404'], dropped: 0, open: false });
});

it('keeps empty lines', () => {
  expect(appendText(noLines, 'a\n\nb\n').lines).toEqual(['a', '', 'b']);
});

it('drops the oldest lines beyond the limit and keeps the numbers true', () => {
  const log = appendText(appendText(noLines, 'a\nb\nc\n', 2), 'd\n', 2);
  expect(matchingLines(log, '')).toEqual([
    { number: 3, text: 'c' },
    { number: 4, text: 'd' },
  ]);
});

it('takes 50,000 lines and no more', () => {
  const text = Array.from({ length: 60_000 }, (_, line) => `line ${line}`).join('\n');
  const log = appendText(noLines, `${text}\n`);
  expect([log.lines.length, log.dropped, log.lines[0]]).toEqual([50_000, 10_000, 'line 10000']);
});

it('finds lines whatever their case', () => {
  const log = appendText(noLines, 'PHP Warning\nfine\nphp notice\n');
  expect(matchingLines(log, ' php ').map(({ number }) => number)).toEqual([1, 3]);
});

it.each([
  ['a closed line', 'one\ntwo\n', 5, '\ntwo\n'],
  ['an open line', 'one\ntwo', 3, 'two'],
  ['more than there is', 'one\n', 100, 'one\n'],
  ['an empty log', '', 10, ''],
])('tells the end of a log: %s', (_, text, length, end) => {
  expect(endOf(appendText(noLines, text), length)).toBe(end);
});

it.each([
  ['begins where the log ends', 'a\nb\n', 'c\n', 'c\n'],
  ['begins within the log', 'a\nb\nc\n', 'b\nc\nd\n', 'd\n'],
  ['brings nothing new', 'a\nb\n', 'b\n', ''],
  ['is the whole log', 'a\nb\n', 'a\nb\n', ''],
  ['comes after an empty log', '', 'a\n', 'a\n'],
  ['repeats itself', 'x\nx\nx\n', 'x\nx\ny\n', 'y\n'],
])('adds only what is new of a stream that %s', (_, log, text, added) => {
  expect(afterOverlap(log, text)).toBe(added);
});

it('finds the overlap of long logs of equal lines quickly', () => {
  const line = '127.0.0.1 "GET / HTTP/1.1" 200\n';
  const text = line.repeat(2000);
  const began = performance.now();
  expect(afterOverlap(line.repeat(5000), `${text}new\n`)).toBe('new\n');
  expect(performance.now() - began).toBeLessThan(1000);
});
