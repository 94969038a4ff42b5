import { expect, it } from 'vitest';
import { bytes, duration, exactTime, perSecond, relativeTime } from '../../../../renderer/components/format.ts';

const now = Date.parse('2026-05-01T12:00:00Z');
const before = (seconds: number) => new Date(now - seconds * 1000).toISOString();

it.each([
  [5, 'now'],
  [45, '1 minute ago'],
  [180, '3 minutes ago'],
  [7200, '2 hours ago'],
  [86_400, 'yesterday'],
  [5 * 86_400, '5 days ago'],
  [400 * 86_400, 'last year'],
])('%i seconds before is "%s"', (seconds, words) => {
  expect(relativeTime(before(seconds), now)).toBe(words);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [48_200, '48.2 kB'],
  [1_840_000, '1.8 MB'],
  [3_000_000_000, '3 GB'],
])('%i bytes are "%s"', (count, words) => {
  expect(bytes(count)).toBe(words);
});

it('tells durations and rates in few digits', () => {
  expect(duration(before(1.234), before(0))).toBe('1.2 s');
  expect(duration(before(185), before(0))).toBe('3 min 5 s');
  expect([perSecond(0), perSecond(4.26), perSecond(1234.5)]).toEqual(['0', '4.3', '1,235']);
});

it('tells the exact time with day and second', () => {
  expect(exactTime('2026-05-01T12:00:05Z')).toMatch(/May 1, 2026.*05/);
});
