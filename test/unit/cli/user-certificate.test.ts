import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { type Credentials, makeCredentials } from './credentials.ts';
import { InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';
import { exposed } from './users.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
});
const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string) => ({ status: 1, out: '', errors });
const bodyOf = (name: string) => director.calls.find((call) => call.name === name)?.input.body;

describe('user get_certificate', () => {
  let credentials: Credentials;
  let home: string;
  beforeAll(async () => {
    credentials = await makeCredentials();
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'cps-user-'));
    const { ann } = credentials;
    const bytes = await zipOf({ 'cert.pem': ann.cert, 'key.pem': ann.key, 'ca_cert.pem': ann.ca });
    director.on('issueCertificateByPassword', () => bytes);
    director.on('issueCertificate', () => bytes);
    director.on('getAuthority', () => credentials.authority);
  });
  afterEach(() => rm(home, { recursive: true }));

  const zipOf = async (files: Record<string, string>) => {
    const zip = new ZipFile();
    for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    return buffer(zip.outputStream);
  };
  const known = () => ({ authority: credentials.authority, standing: 'known' as const });
  const there = '--director_url director';

  test('asks for the password and installs what the Director made', async () => {
    const outcome = await run(director, `--username ann ${there} user get_certificate`, {
      home,
      answer: '',
      secrets: ['secret12'],
      contact: known(),
    });
    expect(outcome).toEqual({
      status: 0,
      out: 'User certificates installed successfully.\n',
      errors: 'Enter your password: ',
    });
    expect(bodyOf('issueCertificateByPassword')).toEqual({ username: 'ann', password: 'secret12' });
    expect(await readFile(join(home, '.conpaas', 'key.pem'), 'utf8')).toBe(credentials.ann.key);
    expect((await readdir(join(home, '.conpaas'))).toSorted()).toEqual(['ca_cert.pem', 'cert.pem', 'key.pem']);
    expect((await stat(join(home, '.conpaas'))).mode & 0o777).toBe(0o700);
  });

  test('takes the password of CONPAAS_PASSWORD quietly, and that of the command line with a warning', async () => {
    const options = { home, contact: known() };
    const environment = { CONPAAS_PASSWORD: 'secret12' };
    const words = `--username ann ${there} user get_certificate`;
    expect((await run(director, words, { ...options, environment })).errors).toBe('');
    expect((await run(director, `--password secret12 ${words}`, options)).errors).toBe(exposed);
    expect(director.calls.map(({ input }) => input.body)).toEqual(
      Array(2).fill({ username: 'ann', password: 'secret12' }),
    );
  });

  test('says which of the two is missing', async () => {
    expect(await run(director, `${there} user get_certificate`, { home })).toEqual(
      failed('ERROR: Cannot call the ConPaaS director: user name is not specified.\n'),
    );
    expect(await run(director, `--username ann ${there} user get_certificate`, { home, contact: known() })).toEqual(
      failed('ERROR: Cannot call the ConPaaS director: the password is not specified.\n'),
    );
    expect(director.calls).toEqual([]);
  });

  test('needs no name from the owner of the Director of this computer', async () => {
    expect(await run(director, 'user get_certificate', { home })).toEqual(
      done('User certificates installed successfully.\n'),
    );
    expect(bodyOf('issueCertificate')).toEqual({ format: 'zip' });
  });

  describe('from a Director whose CA is not known', () => {
    const words = `--username ann ${there} user get_certificate`;
    const contact = () => ({ authority: credentials.authority, fingerprint: 'AB:CD:EF' });
    const question =
      'The director at https://director:5555 belongs to a CA with the SHA-256 fingerprint\n  AB:CD:EF\n' +
      'Do you trust it? [y/N] ';

    test('asks a person first', async () => {
      const options = { home, secrets: ['secret12'], contact: contact() };
      expect(await run(director, words, { ...options, answer: 'y' })).toEqual({
        status: 0,
        out: 'User certificates installed successfully.\n',
        errors: `${question}Enter your password: `,
      });
      director.calls.length = 0;
      const refused = await run(director, words, { ...options, answer: '' });
      expect(refused.errors).toBe(
        `${question}ERROR: The CA of the director at https://director:5555 is not known on this computer, ` +
          'so nothing was sent to it.\nIts SHA-256 fingerprint is AB:CD:EF.\n',
      );
      expect(director.calls).toEqual([]);
    });

    test('warns a person who has certificates of another CA', async () => {
      const options = { home, answer: 'n', contact: { ...contact(), standing: 'other' as const } };
      expect((await run(director, words, options)).errors).toContain(
        'It is another CA than the one in ~/.conpaas. You may be the victim of a man-in-the-middle attack, ' +
          'unless the ConPaaS deployment was changed.\n',
      );
    });

    test.each([
      ['--yes', 0],
      ['--ca-fingerprint ab:cd:ef', 0],
      ['--ca-fingerprint ABCDEF', 0],
      ['', 1],
      ['--ca-fingerprint AB:CD:EE', 1],
      ['--yes --ca-fingerprint AB:CD:EE', 1],
    ])('decides without a person by %j', async (options, status) => {
      const outcome = await run(director, `${words} ${options}`, { home, secrets: ['secret12'], contact: contact() });
      expect(outcome.status).toBe(status);
      expect(director.calls.length).toBe(status === 0 ? 1 : 0);
    });
  });

  test.each([
    ['no zip', () => Buffer.from('hello'), /^ERROR: The director sent no usable certificates: /],
    [
      'not all files',
      () => zipOf({ 'cert.pem': credentials.ann.cert }),
      /usable certificates: not all of cert\.pem, key\.pem, ca_cert\.pem are among them\.$/m,
    ],
    [
      'the key of another',
      () =>
        zipOf({ 'cert.pem': credentials.ann.cert, 'key.pem': credentials.bob.key, 'ca_cert.pem': credentials.ann.ca }),
      /usable certificates: the key is not that of the certificate\.$/m,
    ],
    [
      'another CA',
      () =>
        zipOf({
          'cert.pem': credentials.elsewhere.cert,
          'key.pem': credentials.elsewhere.key,
          'ca_cert.pem': credentials.elsewhere.ca,
        }),
      /usable certificates: its CA is not the one of the connection\.$/m,
    ],
    [
      'a certificate of another CA',
      () =>
        zipOf({
          'cert.pem': credentials.elsewhere.cert,
          'key.pem': credentials.elsewhere.key,
          'ca_cert.pem': credentials.ann.ca,
        }),
      /usable certificates: the certificate was not made by its CA\.$/m,
    ],
  ])('installs nothing where it gets %s', async (_what, make, text) => {
    const bytes = await make();
    director.on('issueCertificate', () => bytes);
    const { status, errors } = await run(director, 'user get_certificate', { home });
    expect(status).toBe(1);
    expect(errors).toMatch(text);
    expect(await readdir(home)).toEqual([]);
  });
});
