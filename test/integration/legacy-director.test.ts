import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, legacySteps } from './legacy/legacy-steps.ts';
import { type LegacyWorld, legacyWorld, type OldUser, unzipped } from './legacy/legacy-world.ts';
import type { OldRequest } from './legacy/old-client.ts';

let world: LegacyWorld;
let anna: OldUser;
let ben: OldUser;
beforeAll(async () => {
  world = await legacyWorld();
  anna = await world.register('anna');
  ben = await world.register('ben');
});
afterAll(() => world.close());

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/;
const { get, post, applications } = legacySteps(() => world);

describe('what anybody may ask', () => {
  it.each([
    ['/support_external_idp', 'False'],
    ['/support_openid', 'False'],
    ['/debug_level/director', '0'],
    ['/available_clouds', '["default"]'],
    ['/download_data/0123', ''],
  ])('%s answers %s', async (path, text) => {
    expect(await get(path)).toMatchObject({ status: 200, text });
  });

  it('is the version, and the types of services', async () => {
    expect((await get('/version')).text).toBe(world.version);
    expect((await get('/available_services')).json).toContain('php');
  });
});

describe('every answer', () => {
  it('ends its connection, is of JSON, and may not be read by pages of elsewhere', async () => {
    const { headers } = await get('/listapp', anna);
    expect(headers).toMatchObject({ connection: 'close', 'content-type': 'application/json; charset=utf-8' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('is 404 for an unknown route, and for a word where a number belongs', async () => {
    expect(await get('/nonsense', anna)).toMatchObject({ status: 404 });
    expect(await post('/startapp/first', as(anna))).toMatchObject({ status: 404 });
  });

  it('is 405 for a wrong method, and says which are right', async () => {
    const answer = await get('/createapp', anna);
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await world.call('DELETE', '/listapp', { credentials: anna })).toMatchObject({ status: 405 });
  });

  it('is the same for a whole address in the request line, as old clients send', async () => {
    const { json } = await get(`${world.url}/user_config`, anna);
    expect(json).toMatchObject({ username: 'anna' });
  });

  it('takes parameters from the address, from a form and from multipart, the address first', async () => {
    const named = async (options: OldRequest) => (await post('/createapp', { credentials: anna, ...options })).json;
    expect(await named({ query: { name: 'by address' } })).toMatchObject({ name: 'by address' });
    expect(await named({ form: { name: 'by form' } })).toMatchObject({ name: 'by form' });
    expect(await named({ multipart: { name: 'by multipart' } })).toMatchObject({ name: 'by multipart' });
    expect(await named({ query: { name: 'first' }, form: { name: 'second' } })).toMatchObject({ name: 'first' });
  });
});

describe('/new_user', () => {
  const account = { username: 'cora', email: 'cora@example.org', password: 'correct horse' };
  const wanted = (changes: Record<string, string>) => post('/new_user', { multipart: { ...account, ...changes } });
  const errors: [string, Record<string, string>, string][] = [
    ['no name', { username: '', email: '', password: '' }, "Missing required field: 'username'"],
    ['no e-mail', { email: '', password: '' }, "Missing required field: 'email'"],
    ['no password', { password: '' }, "Missing required field: 'password'"],
    [
      'a taken name, whatever else',
      { username: 'anna', email: 'ben@example.org', credit: 'x' },
      "Username 'anna' is already taken",
    ],
    ['a taken e-mail', { email: 'ben@example.org', credit: 'x' }, "E-mail 'ben@example.org' is already registered"],
    ['a credit of words', { credit: 'lots' }, "Required credit 'lots' is not a valid integer."],
    ['a negative credit', { credit: '-1' }, 'Required credit -1 cannot be a negative integer.'],
    ['too much credit', { credit: '51' }, 'Cannot allocate 51 credit for a new user (max credit 50).'],
  ];
  it.each(errors)('refuses %s', async (_what, changes, error) => {
    const answer = await wanted(changes);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(JSON.stringify({ error }));
  });

  it('makes an account with an empty application, and shows no password', async () => {
    const { json } = await wanted({ credit: '7', fname: 'Cora', lname: 'Claes', affiliation: 'VU', uuid: '<none>' });
    expect(json).toEqual({
      uid: expect.any(Number),
      username: 'cora',
      fname: 'Cora',
      lname: 'Claes',
      email: 'cora@example.org',
      affiliation: 'VU',
      credit: 7,
      created: expect.stringMatching(localTime),
      uuid: null,
      openid: null,
      password: '',
    });
    const cora = await world.certified('cora', account.password);
    expect(await applications({ ...anna, ...cora })).toMatchObject([{ name: 'New Application', status: 'INIT' }]);
  });

  it('bounds how many may be asked for, and says when registration is closed', async () => {
    await expect
      .poll(async () => (await wanted({ username: 'anna' })).json, { timeout: 10_000, interval: 1 })
      .toEqual({ error: 'Too many accounts were asked for within an hour.' });
    await world.owner.updateSettings({ body: { registration: false } });
    expect((await wanted({})).json).toEqual({ error: 'Nobody can register with this Director.' });
    await world.owner.updateSettings({ body: { registration: true } });
  });
});

describe('/login and /getcerts', () => {
  const secret = { username: 'ben', password: 'password of ben' };

  it('know a user by name and password', async () => {
    const { json } = await post('/login', { form: secret });
    expect(json).toMatchObject({ uid: ben.uid, username: 'ben', password: '' });
  });

  it('give a new key and certificate as a zip each time', async () => {
    const both = await Promise.all(['GET', 'POST'].map((method) => world.call(method, '/getcerts', { query: secret })));
    const [first, second] = await Promise.all(both.map(({ body }) => unzipped(body)));
    expect(both[0]?.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename=certs.zip',
    });
    expect(Object.keys(first ?? {}).sort()).toEqual(['ca_cert.pem', 'cert.pem', 'key.pem']);
    expect(first?.['key.pem']).not.toBe(second?.['key.pem']);
    const { subject } = new X509Certificate(first?.['cert.pem'] ?? '');
    expect(subject).toBe(
      [`UID=${ben.uid}`, 'serviceLocator=0', 'O=Contrail', 'emailAddress=ben@example.org', 'CN=ben', 'role=user'].join(
        '\n',
      ),
    );
  });

  it('refuse a wrong password, and an identifier instead of one', async () => {
    const error = { error: 'User authentication failed' };
    expect((await post('/login', { form: { username: 'ben', password: 'wrong' } })).json).toEqual(error);
    expect((await post('/getcerts', { form: { uuid: '1', openid: 'x' } })).json).toEqual(error);
  });
});
