import { ConpaasError } from '../../../director/contract/errors.ts';
import type { User } from '../../../director/contract/user.ts';
import type { Answers, Asked, FakeCore } from './fake-core.ts';
import { makeUser } from './fake-world.ts';

/** Accounts, sessions and certificates of the Fake. */
export function accountAnswers(director: FakeCore): Answers {
  const { world } = director;
  const self = (): User => userOf(director, world.session.uid);
  const asked = ({ params }: Asked): User => userOf(director, Number(params.uid));
  const add = (body: Record<string, unknown>, changes: Partial<User> = {}): User => {
    const username = String(body.username);
    if ([...world.users.values()].some((user) => user.username === username))
      throw new ConpaasError('USERNAME_TAKEN', { username });
    const { password, ...given } = body;
    world.passwords.set(username, String(password));
    const user = makeUser(Math.max(...world.users.keys()) + 1, username, { ...given, ...changes });
    world.users.set(user.uid, user);
    return user;
  };
  return {
    getSignInOptions: () => ({ registration: world.settings.registration, version: '0.1.0' }),
    openSession: ({ body }) => {
      if (body.launchToken === undefined) byPassword(director, body);
      else if (!director.launchTokens.delete(String(body.launchToken))) throw new ConpaasError('LAUNCH_TOKEN_INVALID');
      director.signedIn = true;
      return world.session;
    },
    getSession: () => world.session,
    closeSession: () => {
      director.signedIn = false;
    },
    register: ({ body }) => add(body),
    listSessions: () => world.sessions,
    endSession: ({ params }) => {
      world.sessions = world.sessions.filter(({ id }) => id !== params.id);
    },
    getProfile: self,
    updateProfile: ({ body }) => Object.assign(self(), body),
    changePassword: ({ body }) => {
      const user = self();
      if (user.hasPassword && world.passwords.get(user.username) !== body.currentPassword)
        throw new ConpaasError('CURRENT_PASSWORD_WRONG');
      world.passwords.set(user.username, String(body.newPassword));
      user.hasPassword = true;
    },
    listUsers: () =>
      [...world.users.values()].map((user) => {
        const holdings = world.holdings.get(user.uid);
        return {
          ...user,
          applications: holdings?.applications.length ?? 0,
          instances: holdings?.resources.length ?? 0,
          lastSeen: user.enabled ? new Date(Date.now() - user.uid * 3_600_000).toISOString() : null,
        };
      }),
    createUser: ({ body }) => add(body),
    getUserHoldings: (which) => world.holdings.get(asked(which).uid) ?? { applications: [], resources: [] },
    updateUser: (which) => Object.assign(asked(which), which.body),
    setUserPassword: (which) => void world.passwords.set(asked(which).username, String(which.body.newPassword)),
    deleteUser: (which) => void world.users.delete(asked(which).uid),
    getAuthority: () => '-----BEGIN CERTIFICATE-----\n',
    listCertificates: () => world.certificates.filter(({ uid }) => uid === world.session.uid),
    listAllCertificates: () => world.certificates,
    issueCertificate: ({ body }) => `a ${body.format}`,
    revokeCertificate: ({ params }) => {
      const found = world.certificates.find(({ serial }) => serial === params.serial);
      if (!found) throw new ConpaasError('NOT_FOUND', { path: params.serial ?? '' });
      found.revoked = new Date().toISOString();
      director.emit({ type: 'certificates.changed' });
      return found;
    },
  };
}

function userOf({ world }: FakeCore, uid: number): User {
  const user = world.users.get(uid);
  if (!user) throw new ConpaasError('USER_NOT_FOUND', { uid });
  return user;
}

function byPassword({ world, signInWait }: FakeCore, body: Record<string, unknown>): void {
  if (signInWait > 0) throw new ConpaasError('SIGN_IN_WAIT', { seconds: signInWait }, { retryAfter: signInWait });
  const user = [...world.users.values()].find(({ username }) => username === body.username);
  if (!user || world.passwords.get(user.username) !== body.password) throw new ConpaasError('SIGN_IN_FAILED');
  world.session = { ...world.session, uid: user.uid, username: user.username, role: user.role, signedInBy: 'password' };
}
