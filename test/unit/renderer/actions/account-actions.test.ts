import { expect, it } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { bind } from '../../../../renderer/actions/action.ts';
import { startApplication } from '../../../../renderer/actions/application-actions.ts';
import {
  downloadAuthority,
  issueCertificate,
  revokeCertificate,
} from '../../../../renderer/actions/certificate-actions.ts';
import { perform } from '../../../../renderer/actions/perform.ts';
import { changePassword, endSession, signOut } from '../../../../renderer/actions/session-actions.ts';
import { isHostName, shareDirector, sharedAddress } from '../../../../renderer/actions/sharing-actions.ts';
import {
  deleteUser,
  disableUser,
  setPassword,
  type UserTarget,
  userActions,
} from '../../../../renderer/actions/user-actions.ts';
import { windowActions } from '../../../../renderer/actions/window-actions.ts';
import { connected, shop } from '../connected.ts';
import { makeApplication, makeCertificate, makeUser, session } from '../fake-world.ts';

const ada = (changes: Partial<UserTarget['user']> = {}): UserTarget => ({
  user: { ...makeUser(2, 'ada'), applications: 0, instances: 0, lastSeen: null, ...changes },
  isSelf: false,
});

it('signs out: nothing of the user stays in the page', async () => {
  const { director, model, page } = await connected(shop);
  await bind(signOut, undefined, model).run();
  expect(director.asked).toContain('closeSession');
  expect(model.connection.store.getState()).toMatchObject({ phase: 'signed-out', session: null, error: null });
  expect(model.applications.store.getState().items).toEqual({});
  expect(page.visited).toEqual(['/']);
});

it('offers to sign out only to who came with a password', () => {
  const offered = (signedInBy: typeof session.signedInBy) =>
    windowActions({ ...session, signedInBy }).map(({ id }) => id);
  expect(offered('launch')).not.toContain(signOut.id);
  expect(offered('password')).toContain(signOut.id);
});

it('offers the pages of administrators to them only', () => {
  const offered = (role: typeof session.role) => windowActions({ ...session, role }).map(({ id }) => id);
  expect(offered('administrator')).toContain('go.users');
  expect(offered('user')).not.toContain('go.users');
});

it('ends another session, not the one in use', async () => {
  const time = new Date().toISOString();
  const open = { created: time, lastSeen: time, expires: time, browser: 'Firefox', address: '127.0.0.1' };
  const { director, model } = await connected(({ world }) => {
    world.sessions = [
      { id: 'a', ...open, current: true },
      { id: 'b', ...open, current: false },
    ];
  });
  expect(endSession.enabled({ id: 'a', ...open, current: true })).toContain('Sign out');
  await bind(endSession, { id: 'b', ...open, current: false }, model).run();
  expect(director.world.sessions.map(({ id }) => id)).toEqual(['a']);
});

it('lets the owner, who has no password, set one first', () => {
  expect(changePassword.label({ hasPassword: false })).toBe('Set a password');
  expect(changePassword.label({ hasPassword: true })).toBe('Change password');
});

it('saves a new certificate with its key, and the certificate of the authority', async () => {
  const { model, page } = await connected();
  await bind(issueCertificate, undefined, model).run();
  expect(page.copied).toContain('a zip');
  await bind(downloadAuthority, undefined, model).run();
  expect(page.copied).toContain('ca_cert.pem: -----BEGIN CERTIFICATE-----');
});

it('revokes certificates of users only, and those only once', async () => {
  const certificate = makeCertificate('AB12');
  const { director, model } = await connected(({ world }) => world.certificates.push(certificate));
  const action = bind(revokeCertificate, certificate, model);
  expect(action.confirm?.lost).toContain('AB12');
  await action.run();
  expect(director.world.certificates[0]?.revoked).not.toBeNull();
  const past = new Date(0).toISOString();
  expect([
    revokeCertificate.enabled({ ...certificate, revoked: past }),
    revokeCertificate.enabled({ ...certificate, revoked: null, notAfter: past }),
    revokeCertificate.enabled({ ...certificate, revoked: null, kind: 'agent' }),
  ]).toEqual(['It is revoked already.', 'It has expired: nobody accepts it any more.', 'It ends with its instance.']);
});

it('keeps administrators from locking themselves out', () => {
  const self = { ...ada(), isSelf: true };
  expect([disableUser.enabled(self), deleteUser.enabled(self)]).toEqual(Array(2).fill('This is your own account.'));
  expect(setPassword.enabled(self)).toContain('your profile');
});

it('deletes a user who has no applications, after their name was typed', async () => {
  const { director, model, page } = await connected(({ world }) => world.users.set(2, makeUser(2, 'ada')));
  expect(deleteUser.enabled(ada({ applications: 2 }))).toContain('“ada” has 2 applications');
  const action = bind(deleteUser, ada(), model);
  expect(action.confirm?.typeName).toBe('ada');
  await action.run();
  expect(director.world.users.has(2)).toBe(false);
  expect(page.visited).toEqual(['/users']);
});

it('offers to enable who is disabled, and to disable who is not', () => {
  const ids = (enabled: boolean) => userActions(ada({ enabled })).map(({ id }) => id);
  expect(ids(true)).toContain('user.disable');
  expect(ids(false)).toContain('user.enable');
});

it('says what sharing opens before it is switched on', async () => {
  const { director, model } = await connected();
  const share = bind(shareDirector, { hostName: 'paas.example.org' }, model);
  expect(share.confirm?.lost).toContain('over the network');
  await share.run();
  expect(director.world.settings.hostName).toBe('paas.example.org');
});

it.each([
  ['paas.example.org', true],
  ['192.168.1.20', true],
  ['fe80::1', true],
  ['münchen.example', true],
  ['', false],
  ['https://paas.example.org', false],
  ['paas.example.org:5555', false],
  ['-paas', false],
])('knows what can be a host name: "%s"', (text, possible) => {
  expect(isHostName(text)).toBe(possible);
});

it('makes the address for others of the host name and the port of the API', () => {
  expect(sharedAddress('https://127.0.0.1:5555', 'paas.example.org')).toBe('https://paas.example.org:5555/');
  expect(sharedAddress('https://127.0.0.1:5556', 'fd00::2')).toBe('https://[fd00::2]:5556/');
});

it('leads to the credits where they were not enough', async () => {
  const { director, model, page } = await connected(({ world }) =>
    world.applications.set(1, makeApplication(1, 'Shop')),
  );
  director.failures.set('startApplication', new ConpaasError('INSUFFICIENT_CREDITS'));
  await perform(bind(startApplication, makeApplication(1, 'Shop'), model), model);
  expect(page.notes).toMatchObject([{ tone: 'error', link: { path: '/credits' } }]);
});
