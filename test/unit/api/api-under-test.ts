import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, type ApiOptions } from '../../../director/api/api.ts';
import type { Handlers } from '../../../director/api/handlers.ts';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import { MemorySessions } from './memory-sessions.ts';
import { allHandlers, RecordedLog } from './server-under-test.ts';

/** Both listeners on free ports, with an authority of their own; `close` ends and removes everything. */
export async function apiUnderTest(
  changes: { handlers?: Partial<Handlers>; ui?: Partial<ApiOptions['ui']>; refusalOf?: ApiOptions['certificates']['refusalOf'] } = {},
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
    signedInBy: 'launch',
  });
  // The API answers these two itself.
  const { openSession: _, createLaunchToken: __, ...domain } = allHandlers();
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
    sessions,
    ui: { port: 0, directory: join(folder, 'renderer'), ...changes.ui },
    certificates: {
      address: '127.0.0.1',
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
