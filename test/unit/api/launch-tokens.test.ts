import { describe, expect, it } from 'vitest';
import { LaunchTokens } from '../../../director/api/launch-tokens.ts';

const minute = 60_000;

describe('a launch token', () => {
  it('signs its user in once', () => {
    const tokens = new LaunchTokens();
    const [one, other] = [tokens.issue(1), tokens.issue(2)];
    expect(tokens.redeem(other)).toBe(2);
    expect(tokens.redeem(one)).toBe(1);
    expect(tokens.redeem(one)).toBeUndefined();
  });

  it('has 256 random bits', () => {
    const token = new LaunchTokens().issue(1);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(new LaunchTokens().issue(1)).not.toBe(token);
  });

  it('is good for 5 minutes', () => {
    let now = 0;
    const tokens = new LaunchTokens(() => now);
    const [early, late] = [tokens.issue(1), tokens.issue(1)];
    now = 5 * minute - 1;
    expect(tokens.redeem(early)).toBe(1);
    now = 5 * minute;
    expect(tokens.redeem(late)).toBeUndefined();
  });

  it('that is made up or empty signs nobody in', () => {
    const tokens = new LaunchTokens();
    tokens.issue(1);
    expect(tokens.redeem('')).toBeUndefined();
    expect(tokens.redeem('x'.repeat(43))).toBeUndefined();
  });
});
