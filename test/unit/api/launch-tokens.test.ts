import { describe, expect, it } from 'vitest';
import { LaunchTokens } from '../../../director/api/launch-tokens.ts';
import { Sessions, sessionLifetime } from '../../../director/api/sessions.ts';
import { MemorySessions } from './memory-sessions.ts';

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

describe('a session', () => {
  it('is stored by the hash of its secret only', () => {
    const store = new MemorySessions();
    const id = new Sessions(store).open(4);
    const [stored] = [...store.kept.values()];
    expect(JSON.stringify(stored)).not.toContain(id);
    expect(new Sessions(store).userOf(id)).toBe(4);
    expect(new Sessions(store).userOf(stored?.idHash ?? '')).toBeUndefined();
  });

  it('lasts while it is used and ends when it is not', () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const sessions = new Sessions(new MemorySessions(), () => now);
    const id = sessions.open(4);
    now += sessionLifetime - minute;
    expect(sessions.userOf(id)).toBe(4);
    now += sessionLifetime - minute;
    expect(sessions.userOf(id)).toBe(4);
    now += sessionLifetime;
    expect(sessions.userOf(id)).toBeUndefined();
  });

  it('that is over is deleted when the next one is opened', () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const store = new MemorySessions();
    const sessions = new Sessions(store, () => now);
    sessions.open(4);
    now += sessionLifetime;
    sessions.open(4);
    expect(store.kept.size).toBe(1);
  });
});
