import { beforeEach, describe, expect, it } from 'vitest';
import { Sessions, sessionLifetime } from '../../../director/users/sessions.ts';
import { MemorySessions } from './memory-sessions.ts';

const minute = 60_000;
const from = { signedInBy: 'password', browser: 'Firefox', address: '192.0.2.7' } as const;

let now: number;
let store: MemorySessions;
let sessions: Sessions;
beforeEach(() => {
  now = Date.parse('2026-01-01T00:00:00Z');
  store = new MemorySessions();
  sessions = new Sessions(store, () => now);
});

describe('a session', () => {
  it('is stored by the hash of its secret only', () => {
    const { secret, session } = sessions.open(4, from);
    const [stored] = [...store.kept.values()];
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(sessions.find(secret)).toEqual(session);
    expect(session).toMatchObject({ uid: 4, signedInBy: 'password' });
    expect(sessions.find(stored?.idHash ?? '')).toBeUndefined();
  });

  it('is opened neither by its name in lists nor by the hash in the database', () => {
    const { secret, session } = sessions.open(4, from);
    expect(secret).not.toContain(session.id);
    expect(sessions.find(session.id)).toBeUndefined();
  });

  it('lasts while it is used and ends when it is not', () => {
    const { secret } = sessions.open(4, from);
    now += sessionLifetime - minute;
    expect(sessions.find(secret)?.uid).toBe(4);
    now += sessionLifetime - minute;
    expect(sessions.find(secret)?.uid).toBe(4);
    now += sessionLifetime;
    expect(sessions.find(secret)).toBeUndefined();
  });

  it('that is over is deleted when the next one is opened, and not listed before', () => {
    sessions.open(4, from);
    now += sessionLifetime;
    expect(sessions.list(4)).toEqual([]);
    sessions.open(4, from);
    expect(store.kept.size).toBe(1);
  });

  it('that was not used for longest ends when a user has too many', () => {
    const first = sessions.open(4, from);
    const others = sessions.open(5, from);
    for (let count = 0; count < 100; count += 1) {
      now += 1000;
      sessions.open(4, from);
    }
    expect(sessions.find(first.secret)).toBeUndefined();
    expect(sessions.list(4)).toHaveLength(100);
    expect(sessions.find(others.secret)?.uid).toBe(5);
  });

  it('keeps no more of a browser than its beginning', () => {
    sessions.open(4, { ...from, browser: 'x'.repeat(100_000) });
    expect(sessions.list(4)[0]?.browser).toHaveLength(256);
  });
});

describe('the sessions of a user', () => {
  it('are listed with browser and address, and the one that asks is marked', () => {
    const { session } = sessions.open(4, from);
    sessions.open(4, { ...from, browser: 'Chromium' });
    sessions.open(5, from);
    expect(sessions.list(4, session.id)).toEqual([
      expect.objectContaining({ id: session.id, browser: 'Firefox', address: '192.0.2.7', current: true }),
      expect.objectContaining({ browser: 'Chromium', current: false }),
    ]);
  });

  it('can be ended by that user, and not by another', () => {
    const { secret, session } = sessions.open(4, from);
    expect(sessions.end(5, session.id)).toBe(false);
    expect(sessions.find(secret)?.uid).toBe(4);
    expect(sessions.end(4, session.id)).toBe(true);
    expect(sessions.find(secret)).toBeUndefined();
    expect(sessions.end(4, session.id)).toBe(false);
  });

  it('end all at once but one', () => {
    const [kept, ended] = [sessions.open(4, from), sessions.open(4, from)];
    sessions.endAll(4, kept.session.id);
    expect([sessions.find(kept.secret)?.uid, sessions.find(ended.secret)]).toEqual([4, undefined]);
  });
});
