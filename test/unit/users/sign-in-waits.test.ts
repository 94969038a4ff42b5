import { beforeEach, describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { SignInWaits } from '../../../director/users/sign-in-waits.ts';

let now: number;
let waits: SignInWaits;
beforeEach(() => {
  now = Date.parse('2026-01-01T00:00:00Z');
  waits = new SignInWaits(() => now);
});

const by = (name: string, address = '192.0.2.1') => ({ name, address });

/** Seconds that an attempt would have to wait now; 0 counts as a failed one. */
function seconds(attempt: { name: string; address: string }): number {
  try {
    waits.begin(attempt);
    return 0;
  } catch (thrown) {
    if (thrown instanceof ConpaasError && thrown.code === 'SIGN_IN_WAIT') return thrown.retryAfter ?? -1;
    throw thrown;
  }
}

/** Fails once more, after the wait that is due. @returns that wait */
function failAfterWaiting(attempt: { name: string; address: string }): number {
  const wait = seconds(attempt);
  now += wait * 1000;
  if (wait > 0) expect(seconds(attempt)).toBe(0);
  return wait;
}

describe('failed sign-ins', () => {
  it('make the next ones of that name wait from the fourth on, twice as long each time, up to five minutes', () => {
    const waited = Array.from({ length: 15 }, () => failAfterWaiting(by('anna')));
    expect(waited).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it('count from their beginning, so that many at once are no way around the wait', () => {
    const at = Array.from({ length: 10 }, () => seconds(by('anna')));
    expect(at).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  });

  it('of one name let others sign in, from another address as well as from the same', () => {
    for (let count = 0; count < 5; count += 1) seconds(by('anna'));
    expect(seconds(by('bert', '192.0.2.1'))).toBe(0);
    expect(seconds(by('anna', '192.0.2.2'))).toBe(1);
  });

  it('with many names make the address wait', () => {
    const waited = Array.from({ length: 23 }, (_, count) => seconds(by(`name${count}`)));
    expect(waited.slice(0, 21)).toEqual(Array(21).fill(0));
    expect(waited.slice(21)).toEqual([1, 1]);
    expect(seconds(by('name0', '198.51.100.1'))).toBe(0);
  });

  it('count together for a whole network of IPv6, which one subscriber has', () => {
    for (let count = 0; count < 21; count += 1) seconds(by(`name${count}`, `2001:db8:1:2::${count}`));
    expect(seconds(by('anna', '2001:db8:1:2:ffff::1'))).toBe(1);
    expect(seconds(by('anna', '2001:db8:1:3::1'))).toBe(0);
  });

  it('are forgotten an hour after the last', () => {
    for (let count = 0; count < 4; count += 1) seconds(by('anna'));
    now += 3600_000;
    expect(Array.from({ length: 5 }, () => seconds(by('anna')))).toEqual([0, 0, 0, 0, 1]);
  });

  it('cause no longer wait when the clock is set back', () => {
    for (let count = 0; count < 4; count += 1) seconds(by('anna'));
    now -= 24 * 3600_000;
    expect(seconds(by('anna'))).toBe(1);
  });
});

describe('a good sign-in', () => {
  it('lets the name start anew', () => {
    for (let count = 0; count < 4; count += 1) seconds(by('anna'));
    waits.succeed(by('anna'));
    expect(Array.from({ length: 5 }, () => seconds(by('anna')))).toEqual([0, 0, 0, 0, 1]);
  });

  it('does not clear the failures of the address, or who has an account could guess for ever', () => {
    for (let count = 0; count < 20; count += 1) seconds(by(`name${count}`));
    for (let count = 0; count < 5; count += 1) {
      seconds(by('mine'));
      waits.succeed(by('mine'));
    }
    expect(seconds(by('another'))).toBe(0);
    expect(seconds(by('yet another'))).toBe(1);
  });
});

it('What came to no verdict counts neither way', () => {
  for (let count = 0; count < 10; count += 1) {
    expect(seconds(by('anna'))).toBe(0);
    waits.withdraw(by('anna'));
  }
});

it('Memory is bounded: of very many names the oldest is forgotten', () => {
  for (let count = 0; count < 4; count += 1) seconds(by('anna'));
  for (let count = 0; count < 5000; count += 1) seconds(by(`name${count}`, `10.0.${count >> 8}.${count & 255}`));
  expect(seconds(by('anna', '198.51.100.1'))).toBe(0);
});
