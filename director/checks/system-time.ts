import { type CheckDefinition, type Finding, failed, lines, notApplicable, passed, warning } from './check.ts';

/** A clock that was read, and how much later than ours it is, in milliseconds. */
export interface OtherClock {
  name: string;
  difference: number;
}

export interface SystemTimeOptions {
  /** Milliseconds since 1970, of this computer. */
  now: () => number;
  /** Milliseconds of a clock that nobody can set. */
  monotonic: () => number;
  /** When the newest thing was written that this Director made, in milliseconds since 1970. */
  newestRecord: () => number;
  /** Clocks of other computers: instances that do not run here, and the web server of the settings. Whatever does not answer is left out. */
  otherClocks: (signal: AbortSignal) => Promise<readonly OtherClock[]>;
}

/** Whoever is off by more is told; certificates bear an hour. */
const tolerance = 30_000;
const bad = 5 * 60_000;
/** Files and clocks are not exact. */
const slack = 2000;

const wanted = 'The time of this computer is right within 30 seconds.';
const fix =
  'Set the time and have it kept by NTP: "timedatectl set-ntp true" on most Linux systems, the settings for date and time elsewhere.';

const shown = (milliseconds: number): string => {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
};

/**
 * The time of this computer against what there is to compare it with. Without another computer it can only be seen whether it jumped: that is
 * said honestly.
 */
export function systemTimeCheck(options: SystemTimeOptions): CheckDefinition {
  const begin = { wall: options.now(), monotonic: options.monotonic() };
  return {
    name: 'system-time',
    title: 'System time',
    async run(signal) {
      const passedByWall = options.now() - begin.wall;
      const jump = passedByWall - (options.monotonic() - begin.monotonic);
      const ahead = options.newestRecord() - options.now();
      if (ahead > slack) return turnedBack(ahead);
      const clocks = await options.otherClocks(signal);
      return clocks.length > 0 ? compared(clocks, jump) : alone(jump);
    },
  };
}

function turnedBack(ahead: number): Finding {
  return failed({
    found: `The clock is at least ${shown(ahead)} behind: the Director has written something at a later time than now.`,
    wanted,
    cause:
      'The clock was set back. New certificates are "not yet valid" for who has the right time, and hours are charged twice or not at all.',
    fix,
  });
}

function compared(clocks: readonly OtherClock[], jump: number): Finding {
  const off = clocks.filter(({ difference }) => Math.abs(difference) > tolerance);
  const detail = lines(
    clocks.map(
      ({ name, difference }) => `${name}: ${shown(difference)} ${difference < 0 ? 'behind' : 'ahead of'} this computer`,
    ),
  );
  if (off.length === 0)
    return jumped(jump) ?? passed(`It agrees with ${clocks.map(({ name }) => name).join(', ')}.`, wanted, detail);
  const most = Math.max(...off.map(({ difference }) => Math.abs(difference)));
  return (most > bad ? failed : warning)({
    found: `${off.length} of ${clocks.length} clocks differ, by up to ${shown(most)}: ${off.map(({ name }) => name).join(', ')}.`,
    wanted,
    cause:
      'A computer whose clock is behind takes new certificates for "not yet valid", one that is ahead takes old ones for expired.',
    fix: off.length === clocks.length ? fix : `${fix} Here some agree, so it is more likely that the others are wrong.`,
    detail,
  });
}

function jumped(jump: number): Finding | undefined {
  if (Math.abs(jump) <= tolerance) return undefined;
  return warning({
    found: `Since the Director started the clock has jumped ${jump > 0 ? 'ahead' : 'back'} by ${shown(jump)}.`,
    wanted,
    cause: 'It was set by somebody or by NTP, or (ahead) the computer slept.',
    fix: `Nothing, if the time is right now. Else: ${fix}`,
  });
}

function alone(jump: number): Finding {
  return (
    jumped(jump) ??
    notApplicable(
      'There is no other clock to compare with: all instances run on this computer, and no web server is named in the settings (timeReference), or it did not answer. The clock has not jumped since the Director started.',
      wanted,
    )
  );
}
