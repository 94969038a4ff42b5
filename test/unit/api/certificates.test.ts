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
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { Credentials } from '../../../director/wire/method.ts';
import { weakCertificate } from '../certificates/weak-certificate.ts';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';

const day = 24 * 3_600_000;
let under: ApiUnderTest;
let refusal: ConpaasError | undefined;
beforeAll(async () => {
  under = await apiUnderTest({ refusalOf: () => refusal });
});
afterAll(() => under.close());

const user = { kind: 'user', uid: 1, commonName: 'owner', email: 'a@b.c' } as const;

async function call(path: string, credentials?: Partial<Credentials>, headers = {}, method = 'GET', json?: unknown) {
  const sent = request(under.apiUrl + path, { ca: under.authority.ca, ...credentials, headers, method, agent: false });
  if (json !== undefined) sent.setHeader('content-type', 'application/json');
  sent.end(json === undefined ? undefined : JSON.stringify(json));
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

  it('tells a client that is still sending that its body is too large', async () => {
    const name = 'x'.repeat(20_000_000);
    const answer = await call('/api/applications', await under.authority.issue(user), {}, 'POST', { name });
    expect(answer).toMatchObject({ status: 413, body: { code: 'REQUEST_TOO_LARGE' } });
  });

  it('refuses a certificate of another authority', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conpaas-other-'));
    const { key, cert } = await (await openAuthority(folder)).issue(user);
    await rm(folder, { recursive: true });
    const answer = await call('/api/session', { key, cert });
    expect(answer).toMatchObject({ status: 401, body: { code: 'CERTIFICATE_REQUIRED' } });
    expect(answer.body.detail).toContain('not accepted');
  });

  const issuedAt = async (time: number) =>
    (await openAuthority(join(under.folder, 'certificates'), { now: () => time })).issue(user);
  const shown = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}:`;

  it('tells that a certificate has expired, until when it was valid, and its own time', async () => {
    const issued = Date.now() - 91 * day;
    const answer = await call('/api/session', await issuedAt(issued));
    expect(answer).toMatchObject({ status: 401, body: { code: 'CERTIFICATE_EXPIRED' } });
    expect(answer.body.message).toMatch(
      /^Your certificate has expired: it was valid until .* and the clock of the Director says /,
    );
    expect(answer.body.message).toContain(shown(issued + 90 * day));
  });

  it('tells that a certificate is not valid yet, from when it is, and by how much a clock is wrong', async () => {
    const issued = Date.now() + 80 * 60_000;
    const answer = await call('/api/session', await issuedAt(issued));
    expect(answer).toMatchObject({ status: 401, body: { code: 'CERTIFICATE_NOT_YET_VALID' } });
    expect(answer.body.message).toContain(shown(issued - 3_600_000));
    expect(answer.body.hint).toMatch(/wrong by (19|20) minutes or more/);
  });

  it('bears a clock that is 20 minutes behind', async () => {
    expect(await call('/api/session', await issuedAt(Date.now() + 20 * 60_000))).toMatchObject({ status: 200 });
  });

  it('says in words that a certificate signed with SHA-1 is not accepted', async () => {
    const answer = await call(
      '/api/session',
      weakCertificate(join(under.folder, 'certificates'), '/UID=1/CN=owner/role=user'),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: 'CERTIFICATE_TOO_WEAK' } });
    expect(answer.body.message).toContain('signed with SHA-1');
  });

  it('refuses a certificate that was withdrawn', async () => {
    const credentials = await under.authority.issue(user);
    refusal = new ConpaasError('CERTIFICATE_REVOKED', { serial: 'AB' });
    const answer = await call('/api/session', credentials);
    refusal = undefined;
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'CERTIFICATE_REVOKED', message: 'The certificate AB was revoked.' },
    });
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
    const { launchToken } = made.body;
    expect(await call('/api/session', credentials, {}, 'POST', { launchToken })).toMatchObject({ status: 404 });
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
