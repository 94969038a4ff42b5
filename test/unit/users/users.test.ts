import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../director/store/store.ts';
import { Sessions } from '../../../director/users/sessions.ts';
import { Users } from '../../../director/users/users.ts';
import { RecordedLog } from '../api/server-under-test.ts';

const address = '192.0.2.1';
const anna = { username: 'anna', email: 'anna@example.org', password: 'correct horse' };
const owner = () => users.ensureOwner('tester', 'tester@localhost');
const byPassword = { signedInBy: 'password', browser: '', address } as const;

let folder: string;
let store: Store;
let now: number;
let settings: { registration: boolean; newUserCredit: number; maxCredit: number };
let revoked: number[];
let sessions: Sessions;
let users: Users;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conpaas-users-'));
  store = openStore({ file: join(folder, 'director.db'), backups: join(folder, 'backups'), log: new RecordedLog() });
  now = Date.parse('2026-01-01T00:00:00Z');
  settings = { registration: true, newUserCredit: 50, maxCredit: 50 };
  revoked = [];
  sessions = new Sessions(store.sessions, () => now);
  users = new Users({
    store,
    sessions,
    settings: () => settings,
    revokeCertificates: (uid) => revoked.push(uid),
    now: () => now,
  });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const code = (code: string) => expect.objectContaining({ code });

describe('the owner of the computer', () => {
  it('is an administrator without a password, with credits given once', () => {
    const made = owner();
    expect(made).toMatchObject({ uid: 1, role: 'administrator', hasPassword: false, credit: 10_000 });
    store.credits.setBalance(1, 0);
    expect(owner()).toMatchObject({ uid: 1, credit: 0 });
    expect(store.credits.list(1, { limit: 10 })).toMatchObject([{ kind: 'initial', change: 10_000, balance: 10_000 }]);
  });

  it('cannot be signed in as by an empty password', async () => {
    owner();
    await expect(users.authenticate({ username: 'tester', password: '' }, address)).rejects.toThrow(
      'User authentication failed',
    );
  });

  it('sets a first password without telling one, and needs it from then on', async () => {
    owner();
    await users.changePassword(1, { newPassword: 'first password' }, { address });
    expect((await users.authenticate({ username: 'tester', password: 'first password' }, address)).uid).toBe(1);
    await expect(users.changePassword(1, { newPassword: 'second one' }, { address })).rejects.toEqual(
      code('CURRENT_PASSWORD_WRONG'),
    );
  });

  it('is the next administrator when the first is disabled', async () => {
    owner();
    const { uid } = await users.create({ ...anna, role: 'administrator' });
    users.update(1, { enabled: false });
    expect(owner().uid).toBe(uid);
  });
});

describe('a new user', () => {
  it('gets the credit that new users get, with the entry of it, and no more rights than asked for', async () => {
    const made = await users.create(anna);
    expect(made).toMatchObject({ username: 'anna', role: 'user', enabled: true, hasPassword: true, credit: 50 });
    expect(store.credits.list(made.uid, { limit: 10 })).toMatchObject([{ kind: 'initial', change: 50, balance: 50 }]);
    expect(JSON.stringify(users.list())).not.toContain('argon2');
  });

  it.each([
    ['a taken name', { email: 'b@example.org' }, "Username 'anna' is already taken"],
    ['a taken name in capitals', { username: 'ANNA', email: 'b@example.org' }, "Username 'ANNA' is already taken"],
    ['a taken address', { username: 'b' }, "E-mail 'anna@example.org' is already registered"],
    ['the address in capitals', { username: 'b', email: 'Anna@Example.org' }, "E-mail 'Anna@Example.org' is already"],
    [
      'too much credit',
      { username: 'b', email: 'b@example.org', credit: 51 },
      'Cannot allocate 51 credit for a new user (max credit 50).',
    ],
    ['a taken name and too much credit', { credit: 51 }, "Username 'anna' is already taken"],
  ])('is refused for %s', async (_what, changes, text) => {
    await users.create(anna);
    await expect(users.create({ ...anna, ...changes })).rejects.toThrow(text);
    expect(users.list()).toHaveLength(1);
  });

  it('gets no more than the most, where the settings say two things', async () => {
    settings = { ...settings, newUserCredit: 80, maxCredit: 30 };
    expect((await users.create(anna)).credit).toBe(30);
  });

  it('is made once when two ask for the name at the same time', async () => {
    const both = await Promise.allSettled([users.create(anna), users.create({ ...anna, email: 'other@example.org' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both).toContainEqual({ status: 'rejected', reason: code('USERNAME_TAKEN') });
  });
});

describe('registering', () => {
  it('makes users, never administrators, and no credit of their choice', async () => {
    const asked = { ...anna, role: 'administrator', credit: 49 };
    expect(await users.register(asked, address)).toMatchObject({ role: 'user', credit: 50 });
  });

  it('is refused while it is switched off', async () => {
    settings = { ...settings, registration: false };
    await expect(users.register(anna, address)).rejects.toEqual(code('REGISTRATION_CLOSED'));
    expect(users.list()).toEqual([]);
  });

  it('is bounded by address and in total, and possible again an hour later', () => {
    for (let count = 0; count < 10; count += 1) users.admitRegistration(address);
    expect(() => users.admitRegistration(address)).toThrow(expect.objectContaining({ retryAfter: 3600 }));
    for (let count = 0; count < 90; count += 1) users.admitRegistration(`198.51.100.${count}`);
    expect(() => users.admitRegistration('203.0.113.1')).toThrow(code('REGISTRATIONS_TOO_MANY'));
    now += 3600_000;
    expect(() => users.admitRegistration(address)).not.toThrow();
  });
});

describe('signing in', () => {
  beforeEach(() => users.create(anna));
  const signIn = (password: string, username = 'anna') => users.authenticate({ username, password }, address);

  it('takes the right password, whatever the case of the name', async () => {
    expect(await signIn(anna.password)).toMatchObject({ uid: 1, username: 'anna' });
    expect(await signIn(anna.password, 'Anna')).toMatchObject({ uid: 1 });
  });

  it.each([
    ['a wrong password', 'wrong', 'anna'],
    ['an unknown name', anna.password, 'nobody'],
  ])('says the same of %s', async (_what, password, name) => {
    await expect(signIn(password, name)).rejects.toEqual(code('SIGN_IN_FAILED'));
  });

  it.each(['anna', 'nobody'])('has who guesses as %s wait, even with the right password', async (name) => {
    for (let count = 0; count < 4; count += 1) {
      await expect(signIn('wrong', name)).rejects.toEqual(code('SIGN_IN_FAILED'));
    }
    await expect(signIn(anna.password, name)).rejects.toMatchObject({ code: 'SIGN_IN_WAIT', retryAfter: 1 });
    now += 1000;
    const after = await signIn(anna.password, name).then(
      () => 'signed in',
      (thrown) => thrown.code,
    );
    expect(after).toBe(name === 'anna' ? 'signed in' : 'SIGN_IN_FAILED');
  });

  it('makes no path through many attempts at once', async () => {
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => signIn('wrong')));
    const failed = all.filter((one) => one.status === 'rejected' && one.reason.code === 'SIGN_IN_FAILED');
    expect(failed).toHaveLength(4);
  });

  it('tells of a disabled account only to who knows its password', async () => {
    users.update(1, { enabled: false });
    await expect(signIn('wrong')).rejects.toEqual(code('SIGN_IN_FAILED'));
    await expect(signIn(anna.password)).rejects.toEqual(code('USER_DISABLED'));
  });

  it('renews a hash that was made with the costs of former days', async () => {
    const former = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    store.users.update(1, { passwordHash: former });
    await signIn('password');
    expect(store.users.get(1)?.passwordHash).toContain('m=19456,t=2,p=1');
    expect(await signIn('password')).toMatchObject({ uid: 1 });
  });
});

describe('changing a password', () => {
  it('ends the other sessions and keeps the own', async () => {
    const { uid } = await users.create(anna);
    const [own, other] = [sessions.open(uid, byPassword), sessions.open(uid, byPassword)];
    const change = { currentPassword: anna.password, newPassword: 'battery staple' };
    await users.changePassword(uid, change, { address, session: own.session.id });
    expect([sessions.find(own.secret)?.uid, sessions.find(other.secret)]).toEqual([uid, undefined]);
    await expect(users.authenticate(anna, address)).rejects.toEqual(code('SIGN_IN_FAILED'));
  });

  it('needs the current one, which cannot be guessed quicker here', async () => {
    const { uid } = await users.create(anna);
    const guess = () =>
      users.changePassword(uid, { currentPassword: 'wrong', newPassword: 'battery staple' }, { address });
    for (let count = 0; count < 4; count += 1) await expect(guess()).rejects.toEqual(code('CURRENT_PASSWORD_WRONG'));
    await expect(guess()).rejects.toEqual(code('SIGN_IN_WAIT'));
  });

  it('for somebody else ends all their sessions', async () => {
    const { uid } = await users.create(anna);
    const { secret } = sessions.open(uid, byPassword);
    await users.setPassword(uid, 'battery staple');
    expect(sessions.find(secret)).toBeUndefined();
    expect(await users.authenticate({ ...anna, password: 'battery staple' }, address)).toMatchObject({ uid });
  });
});

describe('an account', () => {
  it('that is disabled is let in no more, its sessions end and its certificates are revoked', async () => {
    const { uid } = await users.create(anna);
    const { secret } = sessions.open(uid, byPassword);
    owner();
    expect(users.admit(uid)).toEqual({ administrator: false });
    users.update(uid, { enabled: false });
    expect(() => users.admit(uid)).toThrow(code('USER_DISABLED'));
    expect(sessions.find(secret)).toBeUndefined();
    expect(revoked).toEqual([uid]);
  });

  it('that was deleted is unknown, and its number is never given again', async () => {
    owner();
    const { uid } = await users.create(anna);
    users.delete(uid);
    expect(() => users.admit(uid)).toThrow(code('CALLER_UNKNOWN'));
    expect(() => users.get(uid)).toThrow(code('USER_NOT_FOUND'));
    expect(revoked).toEqual([uid]);
    expect((await users.create(anna)).uid).toBe(uid + 1);
  });

  it('with applications is not deleted', async () => {
    owner();
    const { uid } = await users.create(anna);
    const { secret } = sessions.open(uid, byPassword);
    store.applications.create(uid, 'shop');
    expect(() => users.delete(uid)).toThrow(code('USER_HAS_APPLICATIONS'));
    expect(users.get(uid)).toMatchObject({ enabled: true });
    expect(sessions.find(secret)?.uid).toBe(uid);
  });

  it('gets the rights of an administrator, and loses them, at once', async () => {
    owner();
    const { uid } = await users.create(anna);
    users.update(uid, { role: 'administrator' });
    expect(users.admit(uid)).toEqual({ administrator: true });
    users.update(uid, { role: 'user' });
    expect(users.admit(uid)).toEqual({ administrator: false });
  });

  it('keeps an e-mail address of its own', async () => {
    owner();
    const { uid } = await users.create(anna);
    expect(() => users.update(uid, { email: 'TESTER@localhost' })).toThrow(code('EMAIL_TAKEN'));
    expect(users.update(uid, { email: 'ANNA@example.org' }).email).toBe('ANNA@example.org');
  });
});

describe('the last administrator who can sign in', () => {
  it.each([
    ['disabled', () => users.update(1, { enabled: false })],
    ['made a user', () => users.update(1, { role: 'user' })],
    ['deleted', () => users.delete(1)],
  ])('is not %s', async (_what, change) => {
    owner();
    const { uid } = await users.create({ ...anna, role: 'administrator' });
    users.update(uid, { enabled: false });
    expect(change).toThrow(code('LAST_ADMINISTRATOR'));
    expect(users.admit(1)).toEqual({ administrator: true });
    users.update(uid, { enabled: true });
    expect(change).not.toThrow();
  });
});

it('The list tells what each user has and when they last came', async () => {
  owner();
  const { uid } = await users.create(anna);
  store.applications.create(uid, 'shop');
  users.admit(uid);
  expect(users.list()).toMatchObject([
    { uid: 1, applications: 0, instances: 0, lastSeen: null },
    { uid, applications: 1, instances: 0, lastSeen: '2026-01-01T00:00:00.000Z' },
  ]);
});
