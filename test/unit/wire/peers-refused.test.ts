import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAuthority } from '../../../director/certificates/authority.ts';
import type { CertificateRequest } from '../../../director/certificates/subject.ts';
import { type Credentials, method } from '../../../director/wire/method.ts';
import { accepts, type VerifierKind } from '../../../director/wire/trust.ts';
import { weakCertificate } from '../certificates/weak-certificate.ts';
import { enterWireWorld, type WireWorld } from './wire-world.ts';

let world: WireWorld;
beforeEach(async () => {
  world = await enterWireWorld();
});
afterEach(() => world.leave());

const answers: string[] = [];
const hello = method('GET', 'hello', {}, async () => {
  answers.push('hello');
  return 'hello';
});
const own = (kind: 'manager' | 'agent'): CertificateRequest => ({ kind, uid: 1, serviceLocator: 7, addresses: [] });
const rule = (kind: VerifierKind) => (peer: Parameters<typeof accepts>[1]) =>
  accepts({ kind, uid: 1, serviceLocator: 7 }, peer);
const day = 24 * 3_600_000;

/** Certificates of an authority with the same name as ours, but another key. */
async function foreign(request: CertificateRequest): Promise<Credentials> {
  const other = await openAuthority(join(world.directory, 'foreign'));
  const { key, cert } = await other.issue(request);
  return { key, cert, ca: world.authority.ca };
}

/** Certificates of our own authority, issued so many days ago. */
async function issuedDaysAgo(days: number, request: CertificateRequest): Promise<Credentials> {
  const then = await openAuthority(join(world.directory, 'certificates'), { now: () => Date.now() - days * day });
  return then.issue(request);
}

describe('a server refuses on a real connection', () => {
  async function call(credentials: Credentials): Promise<unknown> {
    const { place } = await world.serve([hello], { accepts: rule('agent-server') });
    const client = await world.client({ credentials });
    return client.call(place, 0, 'GET', 'hello');
  }

  test('nobody whom it is to accept', async () => {
    expect(await call(await world.authority.issue(own('manager')))).toBe('hello');
    const director = { kind: 'director', commonName: 'localhost', addresses: [] } as const;
    expect(await call(await world.authority.issue(director))).toBe('hello');
  });

  test.each<[string, CertificateRequest]>([
    ['a user', { kind: 'user', uid: 1, commonName: 'owner', email: 'owner@localhost' }],
    ['a manager of another application', { ...own('manager'), serviceLocator: 8 } as CertificateRequest],
    ["another user's agent", { ...own('agent'), uid: 2 } as CertificateRequest],
  ])('%s', async (_, request) => {
    answers.length = 0;
    await expect(call(await world.authority.issue(request))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(answers).toEqual([]);
  });

  test('a certificate of another authority', async () => {
    answers.length = 0;
    await expect(call(await foreign(own('manager')))).rejects.toMatchObject({ code: 'AGENT_UNREACHABLE' });
    expect(answers).toEqual([]);
  });

  test.each<[string, number, string, RegExp]>([
    [
      'a certificate that has expired',
      91,
      'CERTIFICATE_EXPIRED',
      /has expired: it was valid until \d{4}-.* says \d{4}-/,
    ],
    [
      'a certificate of tomorrow',
      -1,
      'CERTIFICATE_NOT_YET_VALID',
      /not valid yet: it is valid from \d{4}-.* says \d{4}-/,
    ],
  ])('%s, with its dates and the time here', async (_, days, code, message) => {
    answers.length = 0;
    const refused = call(await issuedDaysAgo(days, own('manager')));
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(answers).toEqual([]);
  });

  test('a certificate signed with SHA-1, in words', async () => {
    answers.length = 0;
    const weak = weakCertificate(
      join(world.directory, 'certificates'),
      '/UID=1/serviceLocator=7/CN=ConPaaS/role=manager',
    );
    await expect(call({ ...weak, ca: world.authority.ca })).rejects.toMatchObject({
      code: 'CERTIFICATE_TOO_WEAK',
      message: expect.stringContaining('signed with SHA-1'),
    });
    expect(answers).toEqual([]);
  });

  test('a certificate that is revoked while its connection is open', async () => {
    const revoked = new Set<string>();
    const { place } = await world.serve([hello], { isRevoked: (serial) => revoked.has(serial) });
    const credentials = await world.authority.issue(own('manager'));
    const client = await world.client({ credentials });
    expect(await client.call(place, 0, 'GET', 'hello')).toBe('hello');
    revoked.add(credentials.serial);
    answers.length = 0;
    await expect(client.call(place, 0, 'GET', 'hello')).rejects.toMatchObject({ code: 'CERTIFICATE_REVOKED' });
    expect(answers).toEqual([]);
  });
});

describe('a client sends nothing to', () => {
  async function call(credentials: Credentials, narrowed = true): Promise<unknown> {
    const { place } = await world.serve([hello], { credentials });
    const client = await world.client({ accepts: rule('manager-client') });
    return client.call(place, 0, 'GET', 'hello', {}, { accepts: () => narrowed });
  }

  test.each<[string, () => Promise<Credentials>, RegExp]>([
    ['another authority', () => foreign(own('agent')), /its certificate was not made by this Director/],
    [
      'an expired certificate',
      () => issuedDaysAgo(91, own('agent')),
      /its certificate has expired: it was valid until .*, and the clock of this computer says /,
    ],
    [
      'a certificate of tomorrow',
      () => issuedDaysAgo(-1, own('agent')),
      /its certificate is not valid yet: it is valid from .*, and the clock of this computer says /,
    ],
    [
      'an agent of another application',
      () => world.authority.issue({ kind: 'agent', uid: 1, serviceLocator: 8, addresses: [] }),
      /a certificate of the role "agent" of somebody else answers there/,
    ],
  ])('%s', async (_, credentials, message) => {
    answers.length = 0;
    await expect(call(await credentials())).rejects.toMatchObject({
      code: 'AGENT_UNREACHABLE',
      message: expect.stringMatching(message),
    });
    expect(answers).toEqual([]);
  });

  test('a certificate that was revoked, also over a connection that is there already', async () => {
    const revoked = new Set<string>();
    const credentials = await world.authority.issue(own('agent'));
    const { place } = await world.serve([hello], { credentials });
    const client = await world.client({ isRevoked: (serial) => revoked.has(serial) });
    expect(await client.call(place, 0, 'GET', 'hello')).toBe('hello');
    revoked.add(credentials.serial);
    answers.length = 0;
    await expect(client.call(place, 0, 'GET', 'hello')).rejects.toMatchObject({
      code: 'AGENT_UNREACHABLE',
      message: expect.stringContaining('its certificate was revoked'),
    });
    expect(answers).toEqual([]);
  });

  test('the revoked certificate of a kept connection, but asks over a new one which has a renewed one', async () => {
    const revoked = new Set<string>();
    const old = await world.authority.issue(own('agent'));
    const greet = method('POST', 'greet', {}, async () => 'good day');
    const { place, server } = await world.serve([hello, greet], { credentials: old });
    const client = await world.client({ isRevoked: (serial) => revoked.has(serial) });
    expect(await client.call(place, 0, 'GET', 'hello')).toBe('hello');
    server.setCredentials(await world.authority.issue(own('agent')));
    revoked.add(old.serial);
    expect(await client.call(place, 0, 'POST', 'greet')).toBe('good day');
  });

  test('a certificate signed with SHA-1', async () => {
    const weak = weakCertificate(
      join(world.directory, 'certificates'),
      '/UID=1/serviceLocator=7/CN=ConPaaS/role=agent',
    );
    answers.length = 0;
    await expect(call({ ...weak, ca: world.authority.ca })).rejects.toMatchObject({
      code: 'AGENT_UNREACHABLE',
      message: expect.stringContaining('its certificate is signed with SHA-1'),
    });
    expect(answers).toEqual([]);
  });

  test('a peer that this one call is not for, also over a connection that is there already', async () => {
    const { place } = await world.serve([hello]);
    const client = await world.client();
    expect(await client.call(place, 0, 'GET', 'hello')).toBe('hello');
    answers.length = 0;
    const call = client.call(place, 0, 'GET', 'hello', {}, { accepts: (peer) => peer.serviceLocator === 8 });
    await expect(call).rejects.toMatchObject({ code: 'AGENT_UNREACHABLE' });
    expect(answers).toEqual([]);
  });
});
