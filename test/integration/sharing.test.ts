import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDirector, type Director, type RunningDirector } from '../../director/director.ts';
import { type Answer, type Ask, overHttp, overTls } from './authorisation/requests.ts';

/** Stands for the address that other computers would use; the Director is told to listen there while it is shared. */
const elsewhere = '127.0.0.2';
const json = { 'content-type': 'application/json' };
const fromPage = { 'sec-fetch-site': 'same-origin' };
const anna = { username: 'anna', email: 'anna@example.org', password: 'correct horse' };

let folder: string;
let director: Director;
let running: RunningDirector;
let ca: string;
let port: string;
let sharedUrl: string;
let owner: Ask;
let ends: (() => void)[];

async function start(): Promise<void> {
  director = createDirector({ dataDirectory: folder, uiPort: 0, apiPort: Number(port), sharedAddress: elsewhere });
  running = await director.start();
  port = new URL(running.apiUrl).port;
  sharedUrl = `https://${elsewhere}:${port}`;
}

const opened = <A extends Ask & { end(): void }>(ask: A): A => {
  ends.push(() => ask.end());
  return ask;
};

async function credentials() {
  const read = (name: string) => readFile(join(folder, 'certificates/owner', name), 'utf8');
  const [key, cert] = [await read('key.pem'), await read('cert.pem')];
  ca = await read('ca_cert.pem');
  return { key, cert, ca };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-sharing-'));
  [ends, port] = [[], '0'];
  await start();
  owner = opened(overTls(running.apiUrl, await credentials()));
});
afterEach(async () => {
  for (const end of ends) end();
  await director.stop();
  await rm(folder, { recursive: true, force: true });
});

const setHostName = (hostName: string | null, ask = owner) =>
  ask({ method: 'PATCH', path: '/api/settings', headers: json, body: JSON.stringify({ hostName }) });

/** A browser on another computer: it trusts the authority and checks the name in the address. */
const browser = () => opened(overTls(sharedUrl, { ca }));

const post = (ask: Ask, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  ask({ method: 'POST', path, headers: { ...json, ...headers }, body: JSON.stringify(body) });

async function signIn(ask: Ask, password = anna.password) {
  const answer = await post(ask, '/api/session', { username: anna.username, password }, fromPage);
  return { answer, cookie: { cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '', ...fromPage } };
}

/** An address of the system as the window is told. */
async function addressTold(): Promise<unknown> {
  return JSON.parse((await owner({ method: 'GET', path: '/api/system' })).body).address.shared;
}

describe('a Director that is not shared', () => {
  it('is not found from elsewhere', async () => {
    await expect(browser()({ method: 'GET', path: '/api/version' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await addressTold()).toBeNull();
  });

  it('has neither pages nor sessions where certificates are asked for', async () => {
    const here = opened(overTls(running.apiUrl, { ca }));
    expect(await here({ method: 'GET', path: '/' })).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await post(here, '/api/session', { username: 'x', password: 'y' })).toMatchObject({ status: 404 });
  });
});

describe('a Director that is shared', () => {
  beforeEach(async () => {
    expect((await post(owner, '/api/users', anna)).status).toBe(201);
    expect((await setHostName(elsewhere)).status).toBe(200);
  });

  it('is found under its name on the same port, with a certificate for it and the pages', async () => {
    expect(await addressTold()).toBe(sharedUrl);
    const page = await browser()({ method: 'GET', path: '/', headers: { accept: 'text/html' } });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const { socket } = await connection();
    expect(socket.getPeerCertificate()).toMatchObject({ subject: { CN: elsewhere } });
    expect(socket.getPeerCertificate().subjectaltname).toContain(`IP Address:${elsewhere}`);
  });

  it('signs in by name and password with a cookie for HTTPS, this host and no script', async () => {
    const remote = browser();
    const { answer, cookie } = await signIn(remote);
    expect(JSON.parse(answer.body)).toMatchObject({ username: 'anna', role: 'user', signedInBy: 'password' });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(
          `^__Host-conpaas-session-${port}=[\\w-]{43}; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Strict$`,
        ),
      ),
    ]);
    const session = await remote({ method: 'GET', path: '/api/session', headers: cookie });
    expect(JSON.parse(session.body)).toMatchObject({ username: 'anna', signedInBy: 'password' });
    expect(await remote({ method: 'GET', path: '/api/users', headers: cookie })).toMatchObject({
      status: 403,
      code: 'ADMINISTRATOR_REQUIRED',
    });
  });

  it('signs out: the session ends and the cookie goes', async () => {
    const remote = browser();
    const { cookie } = await signIn(remote);
    const out = await remote({ method: 'DELETE', path: '/api/session', headers: cookie });
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([
      204,
      expect.stringContaining('Expires=Thu, 01 Jan 1970'),
    ]);
    expect(await remote({ method: 'GET', path: '/api/session', headers: cookie })).toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
  });

  it('takes no launch token from elsewhere, which stays good on this computer', async () => {
    const launchToken = new URL(running.launchUrl()).hash.replace('#launch=', '');
    expect(await post(browser(), '/api/session', { launchToken }, fromPage)).toMatchObject({
      code: 'LAUNCH_TOKEN_INVALID',
    });
    const here = opened(overHttp(running.uiUrl));
    expect(await post(here, '/api/session', { launchToken })).toMatchObject({ status: 200 });
  });

  it('takes certificates as before, and tells programs and pages what each lacks', async () => {
    const remote = browser();
    expect(await remote({ method: 'GET', path: '/api/session' })).toMatchObject({ code: 'CERTIFICATE_REQUIRED' });
    expect(await remote({ method: 'GET', path: '/api/session', headers: fromPage })).toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
    const program = opened(overTls(sharedUrl, await credentials()));
    const session = await program({ method: 'GET', path: '/api/session' });
    expect(JSON.parse(session.body)).toMatchObject({ uid: 1, signedInBy: 'certificate' });
  });

  it.each([
    ['another name that leads here', { host: 'evil.example:5555', ...fromPage }, 'WRONG_HOST'],
    ['another name, by a cookie', { host: 'evil.example', cookie: 'a=b' }, 'WRONG_HOST'],
    ['another name, as a page', { host: 'evil.example', accept: 'text/html' }, 'WRONG_HOST'],
    ['a page of another origin', { origin: 'https://evil.example' }, 'WRONG_ORIGIN'],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 'WRONG_ORIGIN'],
  ])('refuses browsers that come by %s', async (_what, headers, code) => {
    expect(await browser()({ method: 'GET', path: '/api/version', headers: { ...headers } })).toMatchObject({
      status: 403,
      code,
    });
  });

  it('answers programs by whatever name they know it, and its own pages', async () => {
    const program = await browser()({ method: 'GET', path: '/api/version', headers: { host: 'cloud.example:5555' } });
    expect(program.status).toBe(200);
    const page = await browser()({ method: 'GET', path: '/api/version', headers: { origin: sharedUrl, ...fromPage } });
    expect(page.status).toBe(200);
  });

  it('has who guesses passwords wait, whichever way they come', async () => {
    const remote = browser();
    for (let count = 0; count < 4; count += 1) {
      expect((await signIn(remote, 'wrong')).answer).toMatchObject({ status: 401, code: 'SIGN_IN_FAILED' });
    }
    const waiting = (await signIn(remote)).answer;
    expect(waiting).toMatchObject({ status: 429, code: 'SIGN_IN_WAIT' });
    expect(JSON.parse(waiting.body).retryAfter).toBe(Number(waiting.headers['retry-after']));
    const here = opened(overHttp(running.uiUrl));
    expect(await post(here, '/api/certificates/by-password', anna)).toMatchObject({ code: 'SIGN_IN_WAIT' });
  });

  it('is shared after a restart still', async () => {
    await director.stop();
    await start();
    expect((await browser()({ method: 'GET', path: '/api/version' })).status).toBe(200);
  });

  it('is closed to others at once when sharing ends, also to connections that are open', async () => {
    const remote = browser();
    const { cookie } = await signIn(remote);
    const there = opened(overTls(sharedUrl, await credentials()));
    expect((await setHostName(null, there)).status).toBe(200);
    await expect(browser()({ method: 'GET', path: '/api/version' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const left = await there({ method: 'GET', path: '/api/session', headers: cookie }).catch((thrown) => thrown);
    expect(['ECONNREFUSED', 'ECONNRESET', 'WRONG_HOST']).toContain(left.code);
    const here = opened(overTls(running.apiUrl, await credentials()));
    expect((await here({ method: 'GET', path: '/api/session' })).status).toBe(200);
  });
});

it('Opening the Director to others cuts no answer that is under way', async () => {
  const stream = request(`${running.apiUrl}/api/events`, { ...(await credentials()), agent: false });
  stream.end();
  const [events] = await once(stream, 'response');
  await setHostName(elsewhere);
  const there = opened(overTls(sharedUrl, await credentials()));
  await post(there, '/api/applications', { name: 'shop' });
  let text = '';
  for await (const chunk of events) {
    text += chunk;
    if (text.includes('application.changed')) break;
  }
  expect(text).toContain('"name":"shop"');
});

it('Where another program has the port on the other addresses, nothing changes and it is told', async () => {
  const other = createServer();
  other.listen(Number(port), elsewhere);
  await once(other, 'listening');
  ends.push(() => other.close());
  expect(await setHostName(elsewhere)).toMatchObject({ status: 409, code: 'PORT_TAKEN' });
  expect(await addressTold()).toBeNull();
  const settings = await owner({ method: 'GET', path: '/api/settings' });
  expect(JSON.parse(settings.body)).toMatchObject({ hostName: null });
});

it.each(['https://director.example', 'director.example:5555', 'a b', '', '../etc', 'x'.repeat(300)])(
  'A host name is no address: %j is refused',
  async (hostName) => {
    expect(await setHostName(hostName)).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  },
);

/** A connection of its own, to look at its certificate. */
async function connection() {
  const sent = request(`${sharedUrl}/api/version`, { ca, agent: false });
  sent.end();
  const [answer] = await once(sent, 'response');
  answer.resume();
  return { socket: answer.socket };
}
