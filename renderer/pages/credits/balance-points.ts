import type { CreditEntry } from '../../../director/contract/credit.ts';

/** A balance from a time on, in milliseconds since 1970. */
export interface BalancePoint {
  time: number;
  balance: number;
}

/**
 * How the balance went, oldest first, from before the oldest entry that is known until now.
 * @param entries newest first
 */
export function balancePoints(entries: readonly CreditEntry[], now: number): BalancePoint[] {
  const oldest = entries.at(-1);
  const newest = entries[0];
  if (!oldest || !newest) return [];
  const changes = entries.toReversed().map(({ time, balance }) => ({ time: Date.parse(time), balance }));
  const before = { time: Date.parse(oldest.time), balance: oldest.balance - oldest.change };
  return [before, ...changes, { time: Math.max(now, Date.parse(newest.time)), balance: newest.balance }];
}

/** The points as a line in steps, in a box from 0,0 to `width`,`height`; a balance is what it is until it changes. */
export function stepPath(points: readonly BalancePoint[], width: number, height: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '';
  const span = Math.max(1, last.time - first.time);
  const highest = highestOf(points);
  const x = ({ time }: BalancePoint) => round(((time - first.time) / span) * width);
  const y = ({ balance }: BalancePoint) => round(height - (balance / highest) * height);
  const [start, ...rest] = points;
  return rest.reduce((path, point) => `${path}H${x(point)}V${y(point)}`, start ? `M${x(start)} ${y(start)}` : '');
}

/** The top of the picture: never nothing, so that an empty account is a line at the bottom. */
export function highestOf(points: readonly BalancePoint[]): number {
  return Math.max(1, ...points.map(({ balance }) => balance));
}

const hour = 3_600_000;
const day = 24 * hour;

/** The balance at the end of each hour or, over more than two days, of each day in which it changed: the last `limit`, newest first. */
export function closingBalances(points: readonly BalancePoint[], limit = 6): { byDay: boolean; rows: BalancePoint[] } {
  const span = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0);
  const byDay = span > 2 * day;
  const rows = new Map<string, BalancePoint>();
  for (const point of points) {
    const time = new Date(point.time);
    rows.set(byDay ? time.toDateString() : `${time.toDateString()} ${time.getHours()}`, point);
  }
  return { byDay, rows: [...rows.values()].slice(-limit).reverse() };
}

const round = (number: number) => Math.round(number * 10) / 10;
