import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, type ApiOptions } from '../../../director/api/api.ts';
import type { Handlers } from '../../../director/api/handlers.ts';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { User } from '../../../director/contract/user.ts';
import { Sessions } from '../../../director/users/sessions.ts';
import { MemorySessions } from '../users/memory-sessions.ts';
import { allHandlers, RecordedLog } from './server-under-test.ts';

/** Knows everybody, and one by a password. */
const users: ApiOptions['users'] = {
  admit: (uid) => ({ administrator: uid === 1 }),
  authenticate: async ({ username, password }) => {
    if (username !== 'anna' || password !== 'right password') throw new ConpaasError('SIGN_IN_FAILED');
    return { uid: 5, username } as User;
  },
};

/** Both listeners on free ports, with an authority of their own; `close` ends and removes everything. */
export async function apiUnderTest(
  changes: {
    handlers?: Partial<Handlers>;
    users?: Partial<ApiOptions['users']>;
    ui?: Partial<ApiOptions['ui']>;
    refusalOf?: ApiOptions['certificates']['refusalOf'];
  } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'conpaas-api-'));
  const authority: Authority = await openAuthority(join(folder, 'certificates'));
  const director = { kind: 'director', commonName: '127.0.0.1', addresses: ['127.0.0.1'] } as const;
  const sessions = new MemorySessions();
  const log = new RecordedLog();
  const getSession: Handlers['getSession'] = async ({ caller }) => ({
    uid: caller.uid,
    username: 'owner',
    role: 'user',
    version: '1.2.3',
    signedInBy: caller.session?.signedInBy ?? 'certificate',
  });
  // The API answers these itself.
  const { openSession: _, closeSession: __, createLaunchToken: ___, ...domain } = allHandlers();
  const handlers = {
    ...domain,
    getVersion: async () => ({ version: '1.2.3' }),
    getSession,
    ...changes.handlers,
  };
  const api = new Api({
    version: '1.2.3',
    handlers: handlers as unknown as Handlers,
    log,
    sessions: new Sessions(sessions),
    users: { ...users, ...changes.users },
    ui: { port: 0, directory: join(folder, 'renderer'), ...changes.ui },
    certificates: {
      address: '127.0.0.1',
      hostName: null,
      sharedAddress: '127.0.0.2',
      port: 0,
      credentials: await authority.issue(director),
      refusalOf: changes.refusalOf ?? (() => undefined),
    },
  });
  const close = async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  };
  return { api, authority, director, folder, sessions, log, close, ...(await api.start()) };
}
export type ApiUnderTest = Awaited<ReturnType<typeof apiUnderTest>>;
