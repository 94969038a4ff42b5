import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../../../director/certificates/authority.ts';
import type { CertificateRequest } from '../../../director/certificates/subject.ts';
import { createDirector } from '../../../director/director.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { openStore } from '../../../director/store/store.ts';
import { Sessions } from '../../../director/users/sessions.ts';
import { type Ask, overHttp, overTls } from './requests.ts';
import { makeApplication } from './things.ts';

const day = 24 * 3_600_000;

/** Who asks; a session is opened anew for each request, as some requests end it. */
export interface Column {
  ask: Ask;
  uid?: number;
}

/** Stands for the address that other computers would use. */
const elsewhere = '127.0.0.2';

/**
 * A real Director with two users, an administrator, and everybody who may come along.
 * @param shared whether it is shared on a network: then all ask at the one listener that other computers reach
 */
export async function openWorld(shared: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'conpaas-authorisation-'));
  const director = createDirector({ dataDirectory: folder, uiPort: 0, apiPort: 0, sharedAddress: elsewhere });
  const running = await director.start();
  // A second connection to the same database and authority: what exists is written there, without anything being started.
  const store = openStore({ file: join(folder, 'director.db'), backups: join(folder, 'backups'), log: silentLogger });
  const sessions = new Sessions(store.sessions);
  const authorityOf = (place: string, age = 0) =>
    openAuthority(place, {
      now: () => Date.now() - age,
      onIssued: (issued) => store.certificates.insert({ ...issued, revoked: null }),
    });
  const place = join(folder, 'certificates');
  const [ours, former, coming] = [
    await authorityOf(place),
    await authorityOf(place, 91 * day),
    await authorityOf(place, -day),
  ];
  const foreign = await authorityOf(join(folder, 'foreign'));

  const addUser = (username: string, role: 'user' | 'administrator' = 'user', enabled = true) => {
    const created = new Date().toISOString();
    const blank = { firstName: '', lastName: '', affiliation: '', passwordHash: null, credit: 100, lastSeen: null };
    return store.users.insert({ ...blank, username, email: `${username}@example.org`, role, enabled, created }).uid;
  };
  const [anna, bert, disabled] = [addUser('anna'), addUser('bert'), addUser('disabled', 'user', false)];
  const administrator = addUser('carol', 'administrator');
  const application = {
    anna: makeApplication(store, anna),
    annas: makeApplication(store, anna),
    bert: makeApplication(store, bert),
  };

  if (shared) await share(folder, running.apiUrl);
  const apiUrl = shared ? running.apiUrl.replace('127.0.0.1', elsewhere) : running.apiUrl;
  const pagesUrl = shared ? apiUrl : running.uiUrl;
  const ends: (() => void)[] = [];
  const opened = <A extends Ask & { end(): void }>(ask: A): A => {
    ends.push(() => ask.end());
    return ask;
  };
  const asker = async (request: CertificateRequest, authority = ours) => {
    const { key, cert } = await authority.issue(request);
    return opened(overTls(apiUrl, { ca: ours.ca, key, cert }));
  };
  const user = (uid: number): CertificateRequest => ({ kind: 'user', uid, commonName: 'somebody', email: 'a@b.c' });
  const instance = (kind: 'manager' | 'agent', uid: number, serviceLocator: number) =>
    ({ kind, uid, serviceLocator, addresses: ['127.0.0.1'] }) as const;

  async function revoked(): Promise<Ask> {
    const { key, cert, serial } = await ours.issue(user(anna));
    const ask = opened(overTls(apiUrl, { ca: ours.ca, key, cert }));
    const answer = await ask({ method: 'POST', path: `/api/certificates/${serial}/revoke` });
    if (answer.status !== 200) throw new Error(answer.body);
    return ask;
  }

  const { port } = new URL(pagesUrl);
  const plain = opened(shared ? overTls(pagesUrl, { ca: ours.ca }) : overHttp(pagesUrl));
  const page = { 'sec-fetch-site': 'same-origin' };
  const cookieName = `${shared ? '__Host-' : ''}conpaas-session-${port}`;
  const cookie = (secret: string) => ({ ...page, cookie: `${cookieName}=${secret}` });
  const inSession =
    (uid: number, ended = false): Ask =>
    (question) => {
      const { secret, session } = sessions.open(uid, { signedInBy: 'password', browser: '', address: '127.0.0.1' });
      if (ended) sessions.end(uid, session.id);
      return plain({ ...question, headers: { ...question.headers, ...cookie(secret) } });
    };

  const columns = {
    'no certificate': { ask: opened(overTls(apiUrl, { ca: ours.ca })) },
    'a certificate of another authority': { ask: await asker(user(anna), foreign) },
    'an expired certificate': { ask: await asker(user(anna), former) },
    'a certificate that is not yet valid': { ask: await asker(user(anna), coming) },
    'a revoked certificate': { ask: await revoked() },
    'a certificate of a user who was deleted': { ask: await asker(user(900_001)) },
    'a certificate of a disabled user': { ask: await asker(user(disabled)) },
    'an agent': { ask: await asker(instance('agent', anna, application.anna)) },
    'the Director itself': { ask: await asker({ kind: 'director', commonName: 'x', addresses: ['127.0.0.1'] }) },
    'a manager': { ask: await asker(instance('manager', anna, application.anna)), uid: anna },
    'a manager of another application': { ask: await asker(instance('manager', anna, application.annas)) },
    "another user's manager": { ask: await asker(instance('manager', bert, application.bert)) },
    'the user': { ask: await asker(user(anna)), uid: anna },
    'another user': { ask: await asker(user(bert)) },
    'an administrator': { ask: await asker(user(administrator)) },
    'no session': { ask: (question) => plain({ ...question, headers: { ...question.headers, ...page } }) },
    'a made-up session': {
      ask: (question) =>
        plain({ ...question, headers: { ...question.headers, ...cookie(randomBytes(32).toString('base64url')) } }),
    },
    'an ended session': { ask: inSession(anna, true) },
    'a session of a disabled user': { ask: inSession(disabled) },
    'the session': { ask: inSession(anna), uid: anna },
    "another user's session": { ask: inSession(bert) },
    "an administrator's session": { ask: inSession(administrator) },
  } satisfies Record<string, Column>;

  async function close(): Promise<void> {
    for (const end of ends) end();
    store.close();
    await director.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return { columns, store, anna, managed: application.anna, close };
}

/** As the owner, whose certificate lies in the folder. */
async function share(folder: string, apiUrl: string): Promise<void> {
  const read = (name: string) => readFile(join(folder, 'certificates/owner', name), 'utf8');
  const [key, cert, ca] = [await read('key.pem'), await read('cert.pem'), await read('ca_cert.pem')];
  const owner = overTls(apiUrl, { key, cert, ca });
  const answer = await owner({
    method: 'PATCH',
    path: '/api/settings',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hostName: elsewhere }),
  });
  owner.end();
  if (answer.status !== 200) throw new Error(answer.body);
}
export type World = Awaited<ReturnType<typeof openWorld>>;
export type ColumnName = keyof World['columns'];
