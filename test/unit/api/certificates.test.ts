import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuthority } from '../../../director/certificates/authority.ts';
import type { Credentials } from '../../../director/wire/method.ts';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';

const day = 24 * 3_600_000;
let under: ApiUnderTest;
let revoked = false;
beforeAll(async () => {
  under = await apiUnderTest({ isRevoked: () => revoked });
});
afterAll(() => under.close());

const user = { kind: 'user', uid: 1, commonName: 'owner', email: 'a@b.c' } as const;

async function call(path: string, credentials?: Partial<Credentials>, headers = {}, method = 'GET') {
  const sent = request(under.apiUrl + path, { ca: under.authority.ca, ...credentials, headers, method, agent: false });
  sent.end();
  const [answer] = await once(sent, 'response');
  return {
    status: answer.statusCode,
    body: JSON.parse(await text(answer)),
    peer: answer.socket.getPeerCertificate?.(),
  };
}

describe('the listener for certificates', () => {
  it('lets a user certificate of this Director through', async () => {
    const answer = await call('/api/session', await under.authority.issue(user));
    expect(answer).toMatchObject({ status: 200, body: { uid: 1 } });
  });

  it('answers public routes to anybody and others to nobody without a certificate', async () => {
    expect(await call('/api/version')).toMatchObject({ status: 200 });
    expect(await call('/api/session')).toMatchObject({
      status: 401,
      body: { code: 'CERTIFICATE_REQUIRED', message: 'cert_required: client certificate does NOT provide UID' },
    });
  });

  it('refuses a certificate of another authority', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conpaas-other-'));
    const { key, cert } = await (await openAuthority(folder)).issue(user);
    await rm(folder, { recursive: true });
    const answer = await call('/api/session', { key, cert });
    expect(answer).toMatchObject({ status: 401, body: { code: 'CERTIFICATE_REQUIRED' } });
    expect(answer.body.detail).toContain('not accepted');
  });

  it('refuses a certificate that has ended', async () => {
    const old = await openAuthority(join(under.folder, 'certificates'), { now: () => Date.now() - 91 * day });
    const answer = await call('/api/session', await old.issue(user));
    expect(answer).toMatchObject({ status: 401, body: { code: 'CERTIFICATE_REQUIRED' } });
  });

  it('refuses a certificate that was withdrawn', async () => {
    const credentials = await under.authority.issue(user);
    revoked = true;
    const answer = await call('/api/session', credentials);
    revoked = false;
    expect(answer.body).toMatchObject({ code: 'CERTIFICATE_REQUIRED', detail: 'the certificate was withdrawn' });
  });

  it.each([
    ['manager', 'A certificate of the role "manager" may not call GET /api/session.'],
    ['agent', 'A certificate of the role "agent" may not call GET /api/session.'],
  ] as const)('does not take the certificate of a %s for a user', async (kind, message) => {
    const instance = { kind, uid: 1, serviceLocator: 7, addresses: ['127.0.0.1'] };
    const answer = await call('/api/session', await under.authority.issue(instance));
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN', message } });
  });

  it('makes launch addresses of the UI for a user, but opens no session', async () => {
    const credentials = await under.authority.issue(user);
    const made = await call('/api/launch-tokens', credentials, {}, 'POST');
    expect(made.body.url.startsWith(`${under.uiUrl}/#launch=`)).toBe(true);
    expect(await call('/api/session', credentials, {}, 'POST')).toMatchObject({ status: 404 });
  });

  it('refuses what a page makes a browser with a certificate send', async () => {
    const origin = { origin: 'https://evil.example' };
    const answer = await call('/api/applications/1/stop', await under.authority.issue(user), origin, 'POST');
    expect(answer).toMatchObject({ status: 403, body: { code: 'WRONG_ORIGIN' } });
  });

  it('presents a renewed certificate without a restart', async () => {
    const renewed = await under.authority.issue({ ...under.director, commonName: 'renewed' });
    under.api.setCredentials(renewed);
    const answer = await call('/api/version');
    expect(answer.peer.subject.CN).toBe('renewed');
  });
});

describe('a port that another program has', () => {
  it('is told with that program, and a free one is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const second = await apiUnderTest({ ui: { port } });
    expect(second.uiUrl).not.toContain(`:${port}`);
    expect((await fetch(`${second.uiUrl}/api/version`)).status).toBe(200);
    const [notice, ...others] = second.api.notices;
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ code: 'PORT_TAKEN', hint: 'Stop that program or choose another port.' });
    expect(notice?.message).toMatch(
      new RegExp(`^Port ${port} on 127.0.0.1 is used by .+\\. Port ${new URL(second.uiUrl).port} is used instead\\.$`),
    );
    await second.close();
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('stopping', () => {
  it('ends event streams and does not wait for connections that are kept alive', async () => {
    const streaming = await apiUnderTest({ handlers: { followEvents: async () => () => () => undefined } });
    const headers = { cookie: '' };
    const signedIn = await fetch(`${streaming.uiUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ launchToken: streaming.api.launchUrl(1).split('=')[1] }),
    });
    headers.cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await signedIn.text();
    const stream = await fetch(`${streaming.uiUrl}/api/events`, { headers });
    expect(stream.status).toBe(200);
    const before = performance.now();
    await streaming.close();
    expect(performance.now() - before).toBeLessThan(2000);
    expect(await stream.text()).toContain('retry: ');
  });

  it('lets an answer under way finish', async () => {
    const [started, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = await apiUnderTest({
      handlers: {
        getVersion: async () => {
          started.resolve();
          await go.promise;
          return { version: 'late' };
        },
      },
    });
    const answer = fetch(`${slow.uiUrl}/api/version`);
    await started.promise;
    const closed = slow.close();
    go.resolve();
    expect(await (await answer).json()).toEqual({ version: 'late' });
    await closed;
    await expect(fetch(`${slow.uiUrl}/api/version`)).rejects.toThrow();
  });
});
