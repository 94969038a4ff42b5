import { expect, it } from 'vitest';
import {
  balancePoints,
  closingBalances,
  highestOf,
  stepPath,
} from '../../../../renderer/pages/credits/balance-points.ts';
import { makeEntry } from '../fake-world.ts';

const start = new Date(2026, 4, 1, 12).getTime();
const hour = 3_600_000;
const at = (hours: number) => start + hours * hour;
const entry = (id: number, hours: number, change: number, balance: number) =>
  makeEntry(id, change, { time: new Date(at(hours)).toISOString(), balance });
/** Newest first, as the Director sends them. */
const entries = [entry(3, 4, 20, 28), entry(2, 2, -1, 8), entry(1, 0, -1, 9)];

it('begins with the balance before the oldest entry and goes on until now', () => {
  expect(balancePoints(entries, at(5)).map(({ time, balance }) => [(time - start) / hour, balance])).toEqual([
    [0, 10],
    [0, 9],
    [2, 8],
    [4, 28],
    [5, 28],
  ]);
});

it('has nothing to show where nothing happened', () => {
  expect(balancePoints([], at(0))).toEqual([]);
  expect(stepPath([], 100, 50)).toBe('');
});

it('draws steps: a balance is what it is until it changes', () => {
  const points = [
    { time: 0, balance: 10 },
    { time: 50, balance: 5 },
    { time: 100, balance: 5 },
  ];
  expect(stepPath(points, 100, 50)).toBe('M0 0H50V25H100V25');
});

it('draws an empty account as a line at the bottom', () => {
  const points = [
    { time: 0, balance: 0 },
    { time: 10, balance: 0 },
  ];
  expect(highestOf(points)).toBe(1);
  expect(stepPath(points, 100, 50)).toBe('M0 50H100V50');
});

it('tells the balance at the end of each hour of a short time, newest first', () => {
  const { byDay, rows } = closingBalances(balancePoints(entries, at(5)));
  expect([byDay, rows.map(({ balance }) => balance)]).toEqual([false, [28, 28, 8, 9]]);
});

it('tells the balance at the end of each day of a long time, at most six', () => {
  const daily = Array.from({ length: 9 }, (_, day) => entry(9 - day, (8 - day) * 24, -1, 10 + day));
  const { byDay, rows } = closingBalances(balancePoints(daily, at(8 * 24)));
  expect([byDay, rows.map(({ balance }) => balance)]).toEqual([true, [10, 11, 12, 13, 14, 15]]);
});
