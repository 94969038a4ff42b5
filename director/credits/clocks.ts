import { uptime } from 'node:os';
import { linuxBootId } from '../processes/linux.ts';

/** All the clocks of a computer at one moment. Times are in milliseconds. */
export interface ClockReading {
  /** Since 1970. May jump in both directions: somebody sets it, or the network does. */
  wall: number;
  /** Since the computer was started, with the time it slept. */
  uptime: number;
  /** Since the computer was started, without the time it slept; null where the system does not tell. */
  awake: number | null;
  /** Another one each time the computer is started; null where the system does not tell. */
  boot: string | null;
}

/**
 * Linux tells everything: its monotonic clock, which is the same for all processes, stands still while the computer sleeps. Those of
 * macOS and Windows go on.
 */
export function readClocks(): ClockReading {
  const common = { wall: Date.now(), uptime: uptime() * 1000 };
  if (process.platform !== 'linux') return { ...common, awake: null, boot: null };
  return { ...common, awake: Number(process.hrtime.bigint() / 1_000_000n), boot: linuxBootId() };
}
