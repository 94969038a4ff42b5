import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';

let under: ApiUnderTest;
let host: string;
beforeAll(async () => {
  under = await apiUnderTest();
  host = new URL(under.uiUrl).host;
});
afterAll(() => under.close());

const tokenOf = (launchUrl: string) => new URLSearchParams(new URL(launchUrl).hash.slice(1)).get('launch');

const signIn = (launchToken: unknown, headers: Record<string, string> = {}) =>
  under.api.ui.inject({ method: 'POST', url: '/api/session', headers: { host, ...headers }, payload: { launchToken } });

async function cookie(): Promise<string> {
  const answer = await signIn(tokenOf(under.api.launchUrl(1)));
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

describe('signing in at the UI', () => {
  it('exchanges the token of the launch address for a cookie that scripts and other sites cannot use', async () => {
    const url = under.api.launchUrl(3);
    expect(url.startsWith(`${under.uiUrl}/#launch=`)).toBe(true);
    const answer = await signIn(tokenOf(url));
    expect(answer.json()).toMatchObject({ uid: 3, username: 'owner', signedInBy: 'launch' });
    const port = new URL(under.uiUrl).port;
    expect(answer.headers['set-cookie']).toMatch(
      new RegExp(`^conpaas-session-${port}=[\\w-]{43}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict$`),
    );
  });

  it('refuses a token that was used', async () => {
    const token = tokenOf(under.api.launchUrl(1));
    expect((await signIn(token)).statusCode).toBe(200);
    const again = await signIn(token);
    expect([again.statusCode, again.json().code]).toEqual([401, 'LAUNCH_TOKEN_INVALID']);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it.each(['', 'x', 7, null])('refuses %j as a token', async (token) => {
    const answer = await signIn(token);
    expect(['LAUNCH_TOKEN_INVALID', 'INVALID_INPUT']).toContain(answer.json().code);
  });

  it('logs neither token nor session', async () => {
    const token = tokenOf(under.api.launchUrl(1)) ?? '';
    const answer = await signIn(token);
    const secret = /=([\w-]{43})/.exec(String(answer.headers['set-cookie']))?.[1] ?? '';
    const written = JSON.stringify([under.log.lines, [...under.sessions.kept.values()]]);
    expect(secret).toHaveLength(43);
    expect(written).not.toContain(token);
    expect(written).not.toContain(secret);
  });
});

describe('a session', () => {
  it('lets its user through, and a made-up one nobody', async () => {
    const get = (value: string) => under.api.ui.inject({ url: '/api/session', headers: { host, cookie: value } });
    const mine = await cookie();
    expect((await get(mine)).json()).toMatchObject({ uid: 1 });
    expect((await get(mine.replace(/=./, '=_'))).json()).toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect((await get('')).statusCode).toBe(401);
  });

  it('makes launch tokens for its own user', async () => {
    const headers = { host, cookie: await cookie() };
    const made = await under.api.ui.inject({ method: 'POST', url: '/api/launch-tokens', headers });
    expect(made.statusCode).toBe(201);
    expect(made.json().url).toBe(`${under.uiUrl}/#launch=${made.json().launchToken}`);
    expect((await signIn(made.json().launchToken)).json()).toMatchObject({ uid: 1 });
  });

  it('is no manager', async () => {
    const answer = await under.api.ui.inject({
      method: 'POST',
      url: '/api/manager/nodes/remove',
      headers: { host, cookie: await cookie() },
      payload: { ids: ['x'] },
    });
    expect(answer.json()).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the UI listener', () => {
  const version = (headers: Record<string, string>, method: 'GET' | 'POST' = 'GET', url = '/api/version') =>
    under.api.ui.inject({ method, url, headers: { host, ...headers } });

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example', ''])(
    'does not answer to the host name "%s"',
    async (name) => {
      const answer = await version({ host: name });
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'WRONG_HOST']);
    },
  );

  it.each(['127.0.0.1', 'localhost', '[::1]', 'LocalHost'])('answers to %s with its port', async (name) => {
    const answer = await version({ host: `${name}:${new URL(under.uiUrl).port}` });
    expect(answer.statusCode).toBe(200);
  });

  it.each([
    ['a page elsewhere', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a deployed application on another port', { origin: 'http://127.0.0.1:8081', 'sec-fetch-site': 'same-site' }],
    ['another site, by a request that names no origin', { 'sec-fetch-site': 'cross-site' }],
    ['another port, by a request that names no origin', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
  ])('refuses %s', async (_who, headers) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await version({ ...headers, cookie: await cookie() } as Record<string, string>, method);
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'WRONG_ORIGIN']);
    }
  });

  it('refuses a form that another site sends as a navigation', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await version(headers, 'POST', '/api/session')).json()).toMatchObject({ code: 'WRONG_ORIGIN' });
  });

  it.each([
    ['its own pages', { 'sec-fetch-site': 'same-origin' }],
    ['an address typed in', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['a link on another page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['programs that are no browsers', {}],
  ])('answers %s', async (_who, headers) => {
    expect((await version(headers as Record<string, string>)).statusCode).toBe(200);
  });

  it('takes its own origin', async () => {
    expect((await signIn('x', { origin: under.uiUrl })).json()).toMatchObject({ code: 'LAUNCH_TOKEN_INVALID' });
  });
});
