import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteDefinition } from '../../director/contract/route.ts';
import { type RouteName, routes } from '../../director/contract/routes.ts';
import { createDirector, type Director, type RunningDirector } from '../../director/director.ts';
import { type Ask, overHttp, overTls } from './authorisation/requests.ts';

const json = { 'content-type': 'application/json' };
const ends: (() => void)[] = [];
let folder: string;
let director: Director;
let running: RunningDirector;
let owner: Ask;
let page: Ask;
let number = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-accounts-'));
  director = createDirector({ dataDirectory: folder, uiPort: 0, apiPort: 0 });
  running = await director.start();
  const read = (name: string) => readFile(join(folder, 'certificates/owner', name), 'utf8');
  const byCertificate = overTls(running.apiUrl, {
    key: await read('key.pem'),
    cert: await read('cert.pem'),
    ca: await read('ca_cert.pem'),
  });
  const inWindow = overHttp(running.uiUrl);
  ends.push(byCertificate.end, inWindow.end);
  [owner, page] = [byCertificate, inWindow];
});
afterAll(async () => {
  for (const end of ends) end();
  await director?.stop();
  await rm(folder, { recursive: true, force: true });
});

const send = (ask: Ask, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  body === undefined
    ? ask({ method, path, headers })
    : ask({ method, path, headers: { ...json, ...headers }, body: JSON.stringify(body) });

const password = 'correct horse';
async function newUser() {
  number += 1;
  const user = { username: `user ${number}`, email: `user${number}@example.org`, password };
  const made = await send(owner, 'POST', '/api/users', user);
  expect(made.status, made.body).toBe(201);
  return { ...user, uid: JSON.parse(made.body).uid as number };
}

async function signIn(user: { username: string }, browser = 'Firefox', secret = password) {
  const given = { username: user.username, password: secret };
  const answer = await send(page, 'POST', '/api/session', given, { 'user-agent': browser });
  const headers = { cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
  return {
    status: answer.status,
    get: async (path: string) => {
      const { status, code, body } = await page({ method: 'GET', path, headers });
      return { status, code, json: body === '' ? undefined : JSON.parse(body) };
    },
    send: (method: string, path: string, body?: unknown) => send(page, method, path, body, headers),
  };
}

describe('in the window', () => {
  it('the owner is signed in by the launch token and may set a first password', async () => {
    const launchToken = new URL(running.launchUrl()).hash.replace('#launch=', '');
    const answer = await send(page, 'POST', '/api/session', { launchToken });
    expect(JSON.parse(answer.body)).toMatchObject({ uid: 1, role: 'administrator', signedInBy: 'launch' });
    const profile = await owner({ method: 'GET', path: '/api/profile' });
    expect(JSON.parse(profile.body)).toMatchObject({ uid: 1, hasPassword: false, credit: 10_000 });
  });

  it('a user sees where they are signed in, and signs a browser out', async () => {
    const user = await newUser();
    const [firefox, chromium] = [await signIn(user), await signIn(user, 'Chromium')];
    const { json: sessions } = await firefox.get('/api/sessions');
    expect(sessions).toEqual([
      expect.objectContaining({ browser: 'Chromium', address: '127.0.0.1', current: false }),
      expect.objectContaining({ browser: 'Firefox', address: '127.0.0.1', current: true }),
    ]);
    expect((await firefox.send('DELETE', `/api/sessions/${sessions[0].id}`)).status).toBe(204);
    expect(await chromium.get('/api/session')).toMatchObject({ status: 401, code: 'NOT_SIGNED_IN' });
    expect((await firefox.get('/api/session')).status).toBe(200);
    expect(await firefox.send('DELETE', `/api/sessions/${sessions[0].id}`)).toMatchObject({
      code: 'SESSION_NOT_FOUND',
    });
  });

  it('changing the password signs the other browsers out', async () => {
    const user = await newUser();
    const [here, there] = [await signIn(user), await signIn(user)];
    const change = { currentPassword: password, newPassword: 'battery staple' };
    expect((await here.send('PUT', '/api/profile/password', change)).status).toBe(204);
    expect([(await here.get('/api/session')).status, (await there.get('/api/session')).status]).toEqual([200, 401]);
    expect((await signIn(user, 'Firefox', 'battery staple')).status).toBe(200);
  });
});

describe('what an administrator changes counts at once', () => {
  it('for who is disabled: sessions and certificates are refused', async () => {
    const user = await newUser();
    const session = await signIn(user);
    expect((await send(owner, 'PATCH', `/api/users/${user.uid}`, { enabled: false })).status).toBe(200);
    expect(await session.get('/api/session')).toMatchObject({ status: 401, code: 'NOT_SIGNED_IN' });
    expect((await signIn(user)).status).toBe(403);
    expect((await send(owner, 'PATCH', `/api/users/${user.uid}`, { enabled: true })).status).toBe(200);
    expect((await signIn(user)).status).toBe(200);
  });

  it('for who becomes an administrator, and is one no more', async () => {
    const user = await newUser();
    const session = await signIn(user);
    expect(await session.get('/api/users')).toMatchObject({ status: 403, code: 'ADMINISTRATOR_REQUIRED' });
    await send(owner, 'PATCH', `/api/users/${user.uid}`, { role: 'administrator' });
    expect((await session.get('/api/users')).status).toBe(200);
    await send(owner, 'PATCH', `/api/users/${user.uid}`, { role: 'user' });
    expect((await session.get('/api/users')).status).toBe(403);
  });

  it('for who is deleted, unless they have applications', async () => {
    const user = await newUser();
    const session = await signIn(user);
    const made = await session.send('POST', '/api/applications', { name: 'shop' });
    expect(await send(owner, 'DELETE', `/api/users/${user.uid}`)).toMatchObject({ code: 'USER_HAS_APPLICATIONS' });
    const holdings = JSON.parse((await owner({ method: 'GET', path: `/api/users/${user.uid}/holdings` })).body);
    expect(holdings).toEqual({
      applications: [expect.objectContaining({ name: 'shop', instances: 0 })],
      resources: [],
    });
    await session.send('DELETE', `/api/applications/${JSON.parse(made.body).aid}`);
    await expect.poll(async () => (await send(owner, 'DELETE', `/api/users/${user.uid}`)).status).toBe(204);
    expect((await session.get('/api/session')).status).toBe(401);
    expect((await signIn(user)).status).toBe(401);
  });
});

describe('registering', () => {
  const register = (username: string) =>
    send(page, 'POST', '/api/registrations', {
      username,
      email: `${username}@example.org`,
      password,
      role: 'administrator',
    });

  it('is open only when the setting says so, makes users, and is bounded', async () => {
    expect(await register('early')).toMatchObject({ status: 403, code: 'REGISTRATION_CLOSED' });
    await send(owner, 'PATCH', '/api/settings', { registration: true });
    expect(JSON.parse((await page({ method: 'GET', path: '/api/sign-in' })).body)).toMatchObject({
      registration: true,
    });
    const made = await register('dora');
    expect([made.status, JSON.parse(made.body)]).toEqual([201, expect.objectContaining({ role: 'user', credit: 50 })]);
    const flood = await Promise.all(Array.from({ length: 30 }, (_, count) => register(`flood${count}`)));
    expect(flood.filter(({ status }) => status === 201)).toHaveLength(9);
    expect(flood.filter(({ code }) => code === 'REGISTRATIONS_TOO_MANY')).toHaveLength(21);
  });
});

/** Numbers, SQL, paths and bytes that have no business in an address. */
const tricks = [
  '0',
  '-1',
  '1.5',
  '1e999',
  'NaN',
  'Infinity',
  '99999999999999999999',
  '%00',
  '%FF',
  '%',
  "1'%20OR%20'1'='1",
  '1;DROP%20TABLE%20users',
  '..%2F..%2Fetc%2Fpasswd',
  '%2e%2e',
  '__proto__',
  'constructor',
  '%F0%9F%92%A3',
  'a'.repeat(2000),
];
const bodies = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '7',
  '{"__proto__":{"role":"administrator"}}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  '{"username":{"$ne":null},"password":{"$ne":null}}',
  '{"name":"a\\u0000b","email":1e999,"change":1e308,"text":null}',
  `{"username":"${'x'.repeat(100_000)}","password":"${'y'.repeat(100_000)}"}`,
  '\u{feff}{}',
];
const writing = (Object.entries(routes) as [RouteName, RouteDefinition][]).filter(([, { body }]) => body !== undefined);
const addressed = (Object.entries(routes) as [RouteName, RouteDefinition][]).filter(([, { path }]) =>
  path.includes(':'),
);

describe('malformed input is refused with a code, never by a failure of the Director', () => {
  it.each(addressed)('in the address of %s', async (_name, route) => {
    for (const trick of tricks) {
      const path = route.path.replace(/:\w+/g, () => trick);
      const answer = await send(owner, route.method, path, route.body ? {} : undefined);
      expect([answer.status >= 400 && answer.status < 500, typeof answer.code], `${path}: ${answer.body}`).toEqual([
        true,
        'string',
      ]);
    }
  });

  it.each(writing)('in the body of %s', async (_name, route) => {
    const path = route.path.replace(/:\w+/g, '987654321');
    for (const body of bodies) {
      const answer = await owner({ method: route.method, path, headers: json, body });
      expect(answer.status, `${path} ${body.slice(0, 80)}: ${answer.body.slice(0, 300)}`).toBeLessThan(500);
      if (answer.status >= 400) expect(answer.code).toEqual(expect.any(String));
    }
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense']) {
      const answer = await owner({ method: route.method, path, headers: { 'content-type': type }, body: '<a/>' });
      expect([answer.status, answer.code], `${path} as ${type}`).toEqual([expect.any(Number), expect.any(String)]);
      expect(answer.status).toBeLessThan(500);
    }
  });
});
