import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, pemOf } from '../../director/certificates/keys.ts';
import { makeCertificate } from '../../director/certificates/x509.ts';
import type { LegacyDomain } from '../../director/legacy/domain.ts';
import { legacyRoutes } from '../../director/legacy/routes/index.ts';
import { type LegacyWorld, legacyWorld, type OldUser } from './legacy/legacy-world.ts';
import { multipartBody, type OldCredentials, type OldRequest } from './legacy/old-client.ts';

let world: LegacyWorld;
let user: OldUser;
let manager: OldCredentials;
let aid: number;
beforeAll(async () => {
  world = await legacyWorld();
  user = await world.register('anna');
  const { json } = await world.call('POST', '/createapp', { credentials: user, form: { name: 'shop' } });
  aid = (json as { aid: number }).aid;
  manager = await world.instance('manager', user.uid, aid);
});
afterAll(() => world.close());

const routes = legacyRoutes({} as LegacyDomain).filter(({ methods }) => methods.includes('POST'));
const names = [
  ...[
    'username',
    'password',
    'email',
    'credit',
    'name',
    'appid',
    'app_id',
    'service_id',
    'manifest',
    'cloud',
    'thread',
  ],
  ...['nodes_info', 'nodes', 'startup_script', 'size', 'vm_id', 'volume_id', 'device_name', 'decrement', 'aid', 'csr'],
];
const everywhere = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
const addressOf = (path: string, value: string) =>
  path.replace(/:\w+\([^)]*\)/g, '999999999999999999999999').replace(/:\w+/g, encodeURIComponent(value));

const texts: Record<string, string> = {
  'a quote for SQL': `1' OR '1'='1'; DROP TABLE users; --`,
  'a path': '../../../../etc/passwd',
  'a path in two bytes': '..%c0%af..%c0%afetc',
  'a huge number': '9'.repeat(400),
  'a negative number': '-1',
  'a float': '1e308',
  'not a number': 'NaN',
  'a number of another alphabet': '١٢٣',
  'a NUL': 'a\0b',
  'line ends': 'a\r\nSet-Cookie: x=1',
  'a lone surrogate': '\ud800',
  'a long text': 'x'.repeat(100_000),
  'a template': `{{7*7}}\${7*7}`,
  'deep JSON': '['.repeat(20_000),
  'a list of odd things': '[null, 1, "x", {}, []]',
  'a prototype': '{"__proto__": {"aid": 1}}',
};

describe.each(Object.entries(texts))('%s in every parameter', (_what, value) => {
  it.each(routes.map(({ path, caller }) => [path, caller] as const))('of %s is no defect', async (path, caller) => {
    const credentials = caller === 'user' ? user : caller === 'manager' ? manager : undefined;
    const address = addressOf(path, value.slice(0, 90).replaceAll('\ud800', ''));
    for (const options of [{ form: everywhere(value) }, { multipart: everywhere(value) }]) {
      const { status, headers } = await world.call('POST', address, { credentials, ...options });
      expect(status).toBeLessThan(500);
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });
});

const type = (text: string) => ({ headers: { 'content-type': text } });
const boundary = type('multipart/form-data; boundary=----------_BoUnDaRy_StRiNg_$');
const bodies: Record<string, OldRequest> = {
  'JSON instead of a form': { ...type('application/json'), body: '{"name": "x"}' },
  'no content type': { body: 'name=x' },
  'an unknown content type': { ...type('application/x-java'), body: 'x' },
  'multipart without a boundary': { ...type('multipart/form-data'), body: 'x' },
  'multipart that is cut': { ...boundary, body: multipartBody({ name: 'x' }).subarray(0, 60) },
  'multipart of nothing': { ...boundary, body: '' },
  'multipart of noise': { ...boundary, body: Buffer.alloc(10_000, '\r\n-') },
  'a thousand parts': {
    ...boundary,
    body: multipartBody(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, 'x']))),
  },
  'too large a form': { form: { name: 'x'.repeat(5 * 1024 * 1024) } },
  'too large a part': { multipart: { name: 'x'.repeat(5 * 1024 * 1024) } },
  'a broken escape': { ...type('application/x-www-form-urlencoded'), body: 'name=%zz&%=%&&&=' },
  'a parameter a thousand times': { ...type('application/x-www-form-urlencoded'), body: 'name=x&'.repeat(1000) },
};

describe('a body', () => {
  it.each(Object.entries(bodies))('%s is answered, and is no defect', async (_what, options) => {
    const { status, json } = await world.call('POST', '/renameapp/999999', { credentials: user, ...options });
    expect(status).toBe(200);
    expect(json).toEqual({ error: expect.any(String) });
  });

  it('that ends in the middle leaves the Director as it was', async () => {
    const { port } = new URL(world.url);
    const socket = connect({
      port: Number(port),
      host: '127.0.0.1',
      rejectUnauthorized: false,
      key: user.key,
      cert: user.cert,
    });
    const head = 'POST /createapp HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n';
    socket.write(`${head}Content-Type: ${boundary.headers['content-type']}\r\n\r\n------------_BoUnDaRy`);
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.destroy();
    expect(await world.call('GET', '/user_config', { credentials: user })).toMatchObject({ status: 200 });
  });
});

describe('a certificate of our authority', () => {
  const [uid, locator, role] = ['0.9.2342.19200300.100.1.1', '1.3.6.1.5.5.7.48.1.7', '2.5.4.72'];

  async function withSubject(subject: { oid: string; value: string }[]): Promise<OldCredentials> {
    const folder = join(world.folder, 'certificates');
    const [caKey, ca] = await Promise.all(
      ['ca_key.pem', 'ca_cert.pem'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const key = await makeKey('ec');
    const dates = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 60_000) };
    const draft = { key, subject, ...dates, use: 'client' as const, addresses: [] };
    return { key: pemOf(key), cert: makeCertificate(draft, { key: createPrivateKey(caKey ?? ''), cert: ca ?? '' }) };
  }
  const credit = async (subject: { oid: string; value: string }[]) => {
    const { status, text } = await world.call('POST', '/credit', { credentials: await withSubject(subject), form: {} });
    return { status, text };
  };
  const missing = (field: string) => ({
    status: 401,
    text: `cert_required: client certificate does NOT provide ${field}`,
  });

  it.each(['', 'one', '1 OR 1=1', '-1', '+1', '0x1', '1.0', '１', '99999999999999999999', "1'"])(
    'with the UID %j names nobody',
    async (value) => {
      const subject = [
        { oid: uid, value },
        { oid: locator, value: String(aid) },
        { oid: role, value: 'manager' },
      ];
      expect(await credit(subject)).toEqual(missing('UID'));
    },
  );

  it('without a locator, or with one that is no number, is told so', async () => {
    const named = [
      { oid: uid, value: String(user.uid) },
      { oid: role, value: 'manager' },
    ];
    expect(await credit(named)).toEqual(missing('serviceLocator'));
    expect(await credit([...named, { oid: locator, value: 'shop' }])).toEqual(missing('serviceLocator'));
  });

  it('with two of a field leaves open which counts, so none does', async () => {
    const fields = [
      { oid: locator, value: String(aid) },
      { oid: role, value: 'manager' },
    ];
    const twice = [
      { oid: uid, value: String(user.uid) },
      { oid: uid, value: '1' },
    ];
    expect(await credit([...twice, ...fields])).toEqual(missing('UID'));
  });

  it('with another role than it needs is denied', async () => {
    const fields = [
      { oid: uid, value: String(user.uid) },
      { oid: locator, value: String(aid) },
    ];
    for (const value of ['', 'Manager', 'manager ', 'frontend', 'user'])
      expect(await credit([...fields, { oid: role, value }])).not.toMatchObject({
        text: expect.stringContaining('credit'),
      });
  });
});
