import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import { readCredentials, writeCredentials } from '../../../director/wire/credential-files.ts';
import type { Credentials } from '../../../director/wire/method.ts';
import { Revocations } from '../../../director/wire/revocations.ts';

let folder: string;
let authority: Authority;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  authority = await openAuthority(join(folder, 'ca'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const own = () => join(folder, 'own');
async function issued(): Promise<Credentials> {
  const { key, cert, ca } = await authority.issue({ kind: 'agent', uid: 1, serviceLocator: 7, addresses: [] });
  return { key, cert, ca };
}

describe('key and certificate on disk', () => {
  test('are read as they were written, for their owner only, and nothing else is left', async () => {
    const credentials = await issued();
    await writeCredentials(own(), credentials);
    expect(await readCredentials(own())).toEqual(credentials);
    expect((await readdir(own())).sort()).toEqual(['ca_cert.pem', 'cert.pem', 'key.pem']);
    for (const name of await readdir(own())) expect((await stat(join(own(), name))).mode & 0o777).toBe(0o600);
  });

  test('are the old ones when replacing them ended before the certificate was in place', async () => {
    const [old, next] = [await issued(), await issued()];
    await writeCredentials(own(), old);
    await writeFile(join(own(), 'key.next.pem'), next.key);
    expect(await readCredentials(own())).toEqual(old);
  });

  test('are the new ones when it ended before the key was in place, which is put there', async () => {
    const [old, next] = [await issued(), await issued()];
    await writeCredentials(own(), old);
    await writeFile(join(own(), 'key.next.pem'), next.key);
    await writeFile(join(own(), 'cert.pem'), next.cert);
    expect(await readCredentials(own())).toEqual(next);
    expect(await readFile(join(own(), 'key.pem'), 'utf8')).toBe(next.key);
    expect(await readCredentials(own())).toEqual(next);
  });

  test('are none when they do not belong together, or one is missing', async () => {
    const [one, other] = [await issued(), await issued()];
    expect(await readCredentials(own())).toBeUndefined();
    await writeCredentials(own(), one);
    await writeFile(join(own(), 'key.pem'), other.key);
    expect(await readCredentials(own())).toBeUndefined();
    await rm(join(own(), 'key.pem'));
    expect(await readCredentials(own())).toBeUndefined();
  });
});

describe('revoked serials', () => {
  test('are kept on disk for the next start', async () => {
    const revocations = await Revocations.read(own());
    expect(revocations.serials).toEqual([]);
    await revocations.set(['AB', 'CD']);
    expect(revocations.has('AB')).toBe(true);
    const next = await Revocations.read(own());
    expect(next.serials).toEqual(['AB', 'CD']);
    await next.set(['CD']);
    expect(next.has('AB')).toBe(false);
    expect((await Revocations.read(own())).serials).toEqual(['CD']);
  });

  test('of a damaged file are not taken for none', async () => {
    await (await Revocations.read(own())).set(['AB']);
    await writeFile(join(own(), 'revoked.json'), '{');
    await expect(Revocations.read(own())).rejects.toThrow();
  });
});
