import type { ClockReading } from '../credits/clocks.ts';
import type { Clock } from '../operations/clock.ts';

export interface DirectorOptions {
  /** The data folder; the platform's usual one when not given. */
  dataDirectory?: string;
  /** Ports wanted; a free one is taken where another program has it. */
  uiPort?: number;
  apiPort?: number;
  /** Where the API listens while it is shared on a network; all addresses of the computer when not given. */
  sharedAddress?: string;
  /** For tests and for who wants less than the computer offers; see the options of the local cloud. */
  local?: {
    privilegedPorts?: 'auto' | 'never';
    isolation?: 'auto' | 'none';
    addresses?: 'auto' | 'single';
  };
  /** For tests: time as the charging of credits sees it. */
  charging?: { readClocks: () => ClockReading; clock: Clock };
}

export interface RunningDirector {
  uiUrl: string;
  apiUrl: string;
  version: string;
  dataDirectory: string;
  /** An address that signs the owner in, once, within a few minutes. */
  launchUrl(): string;
}
