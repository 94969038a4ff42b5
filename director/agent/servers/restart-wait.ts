/** A server that lived this long is taken to be healthy again: its next death is its first. */
export const healthyAfterMs = 60_000;
const longestWaitMs = 30_000;

/**
 * How long to wait before a server that died is started again, in milliseconds: 0, 1 s, 2 s, 4 s … at most 30 s.
 * @param deaths how often it died in a row, this time included
 */
export function restartWaitMs(deaths: number): number {
  return deaths <= 1 ? 0 : Math.min(longestWaitMs, 1000 * 2 ** (deaths - 2));
}
