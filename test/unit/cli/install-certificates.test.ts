import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { installCertificates } from '../../../director/cli/install-certificates.ts';
import { type Credentials, makeCredentials } from './credentials.ts';

let credentials: Credentials;
let folder: string;
beforeAll(async () => {
  credentials = await makeCredentials();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cps-install-'));
});
afterEach(() => rm(folder, { recursive: true }));

const now = new Date('2026-03-04T05:06:07.890Z');
const place = () => join(folder, '.conpaas');
const install = (who: 'ann' | 'bob' | 'elsewhere') => installCertificates(place(), credentials[who], now);
const contents = async (where: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(where)).map(async (name) => [name, await readFile(join(where, name), 'utf8')] as const),
    ),
  );
const filesOf = (who: 'ann' | 'bob' | 'elsewhere') => ({
  'cert.pem': credentials[who].cert,
  'key.pem': credentials[who].key,
  'ca_cert.pem': credentials[who].ca,
});

describe('installing certificates', () => {
  test('makes the folder for its owner only, and the files too', async () => {
    expect(await install('ann')).toBeUndefined();
    expect(await contents(place())).toEqual(filesOf('ann'));
    expect((await stat(place())).mode & 0o777).toBe(0o700);
    for (const name of await readdir(place())) expect((await stat(join(place(), name))).mode & 0o777).toBe(0o600);
  });

  test('takes the rights of others away from a folder and files that are there', async () => {
    await mkdir(place(), { mode: 0o755 });
    await writeFile(join(place(), 'key.pem'), 'old', { mode: 0o644 });
    await install('ann');
    expect((await stat(place())).mode & 0o777).toBe(0o700);
    expect((await stat(join(place(), 'key.pem'))).mode & 0o777).toBe(0o600);
  });

  test('replaces those of the same user of the same CA, and leaves other files alone', async () => {
    await install('ann');
    await writeFile(join(place(), 'cps-tools.conf'), 'mine');
    expect(await install('ann')).toBeUndefined();
    expect(await contents(place())).toEqual({ ...filesOf('ann'), 'cps-tools.conf': 'mine' });
  });

  test.each(['bob', 'elsewhere'] as const)('keeps those of another user or another CA: %s', async (other) => {
    await install(other);
    const kept = await install('ann');
    expect(kept).toBe(join(place(), 'replaced-20260304T050607Z'));
    expect(await contents(kept ?? '')).toEqual(filesOf(other));
    expect((await stat(kept ?? '')).mode & 0o777).toBe(0o700);
    expect(await readFile(join(place(), 'cert.pem'), 'utf8')).toBe(credentials.ann.cert);
  });

  test('keeps a certificate that cannot be read', async () => {
    await mkdir(place());
    await writeFile(join(place(), 'cert.pem'), 'what is this');
    const kept = await install('ann');
    expect(await contents(kept ?? '')).toEqual({ 'cert.pem': 'what is this' });
  });

  test('changes none of them where one cannot be written', async () => {
    await install('bob');
    await rm(join(place(), 'ca_cert.pem'));
    await mkdir(join(place(), `ca_cert.pem.${process.pid}.new`));
    await writeFile(join(place(), `ca_cert.pem.${process.pid}.new`, 'in the way'), '');
    await expect(install('ann')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(await readFile(join(place(), 'cert.pem'), 'utf8')).toBe(credentials.bob.cert);
    expect(await readFile(join(place(), 'key.pem'), 'utf8')).toBe(credentials.bob.key);
  });
});
