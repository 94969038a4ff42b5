/** What one credit pays of one instance. */
export const hourMs = 3_600_000;
/** Users are warned when what runs is paid for no longer than this. */
export const warningMs = 3 * hourMs;

/**
 * When the first hour begins that a balance does not pay, if nothing changes.
 * @param left milliseconds that each instance still has of the hour it paid
 * @returns milliseconds from now; null when nothing runs
 */
export function runsOutIn(balance: number, left: readonly number[]): number | null {
  const order = left
    .map((milliseconds) => Math.min(Math.max(milliseconds, 0), hourMs))
    .sort((one, other) => one - other);
  // Each instance pays once per hour, always in this order.
  const first = order[balance % order.length];
  return first === undefined ? null : first + Math.floor(balance / order.length) * hourMs;
}
