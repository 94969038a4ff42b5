import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import { directorRequest } from '../../../director/certificates/director-request.ts';
import { type KeptCertificateOptions, keepCertificate } from '../../../director/certificates/kept-certificate.ts';
import type { CertificateRequest } from '../../../director/certificates/subject.ts';
import type { Credentials } from '../../../director/wire/method.ts';

const day = 24 * 3_600_000;
const owner: CertificateRequest = { kind: 'user', uid: 1, commonName: 'owner', email: 'owner@localhost' };
const director: CertificateRequest = { kind: 'director', commonName: 'localhost', addresses: ['127.0.0.1'] };

let directory: string;
let authority: Authority;
let issued: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-'));
  issued = 0;
  authority = await openAuthority(join(directory, 'ca'), { onIssued: () => void issued++ });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const folder = () => join(directory, 'owner');
async function keep(options: Partial<KeptCertificateOptions> = {}): Promise<Credentials> {
  const kept = await keepCertificate({ authority, directory: folder(), request: owner, ...options });
  await kept.stop();
  return kept.credentials;
}

describe('a kept certificate', () => {
  test('lies in its folder for tools that read files, for its owner only', async () => {
    const { key, cert, ca } = await keep();
    const read = (name: string) => readFile(join(folder(), name), 'utf8');
    expect(await Promise.all(['key.pem', 'cert.pem', 'ca_cert.pem'].map(read))).toEqual([key, cert, ca]);
    expect(await readdir(folder())).toHaveLength(3);
    for (const name of await readdir(folder())) expect((await stat(join(folder(), name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
  });

  test('is the same at the next start', async () => {
    expect(await keep()).toEqual(await keep());
    expect(issued).toBe(1);
  });

  test.each([
    ['59 days', 59 * day, 1],
    ['61 days', 61 * day, 2],
    ['100 days', 100 * day, 2],
  ])('after %s is renewed when two thirds of its life have passed', async (_, age, certificates) => {
    const now = Date.now();
    await keep({ now: () => now });
    await keep({ now: () => now + age });
    expect(issued).toBe(certificates);
  });

  test('is renewed while the program runs', async () => {
    let now = Date.now();
    const renewed = Promise.withResolvers<Credentials>();
    const kept = await keepCertificate({
      authority: await openAuthority(join(directory, 'ca'), { now: () => now }),
      directory: folder(),
      request: director,
      intervalMs: 5,
      now: () => now,
      onRenewed: renewed.resolve,
    });
    const before = kept.credentials;
    now += 61 * day;
    const after = await renewed.promise;
    await kept.stop();
    expect(kept.credentials).toBe(after);
    expect(after.cert).not.toBe(before.cert);
    expect(await readFile(join(folder(), 'cert.pem'), 'utf8')).toBe(after.cert);
  });

  test('that cannot be renewed stays, and that is told', async () => {
    const now = Date.now();
    let age = 0;
    const failed = Promise.withResolvers<unknown>();
    const broken: Authority = {
      ...authority,
      issue: (request) => (age === 0 ? authority.issue(request) : Promise.reject(new Error('the disk is full'))),
    };
    const kept = await keepCertificate({
      authority: broken,
      directory: folder(),
      request: director,
      intervalMs: 5,
      now: () => now + age,
      onFailure: failed.resolve,
    });
    const before = kept.credentials;
    age = 61 * day;
    expect(await failed.promise).toMatchObject({ message: 'the disk is full' });
    await kept.stop();
    expect(kept.credentials).toBe(before);
  });

  test('is made anew when it does not say what it is to say', async () => {
    await keep();
    const { cert } = await keep({ request: { ...owner, commonName: 'other' } });
    expect(new X509Certificate(cert).subject).toContain('CN=other');
    expect(issued).toBe(2);
  });

  test('is made anew for an address that it does not cover', async () => {
    await keep({ request: director });
    await keep({ request: director });
    expect(issued).toBe(1);
    const { cert } = await keep({ request: { ...director, addresses: ['127.0.0.1', '127.0.0.9', 'paas.local'] } });
    expect(new X509Certificate(cert).checkIP('127.0.0.9')).toBe('127.0.0.9');
    expect(issued).toBe(2);
  });

  test('is made anew when its files are damaged or do not belong together', async () => {
    const { key } = await keep();
    await writeFile(join(folder(), 'cert.pem'), 'nonsense');
    await keep();
    await writeFile(join(folder(), 'key.pem'), key);
    await keep();
    await rm(join(folder(), 'key.pem'));
    await keep();
    expect(issued).toBe(4);
  });

  test('is made anew when another authority made it', async () => {
    await keep();
    const other = await openAuthority(join(directory, 'other'));
    const { cert } = await keep({ authority: other });
    expect(new X509Certificate(cert).verify(new X509Certificate(other.ca).publicKey)).toBe(true);
  });

  test('says something else once it is asked to, in use and on disk, and is left alone when nothing changed', async () => {
    const renewed: Credentials[] = [];
    const kept = await keepCertificate({
      authority,
      directory: folder(),
      request: directorRequest(null),
      onRenewed: (credentials) => renewed.push(credentials),
    });
    await kept.changeRequest(directorRequest(null));
    expect(renewed).toEqual([]);
    await kept.changeRequest(directorRequest('PaaS.Example.org'));
    const certificate = new X509Certificate(await readFile(join(folder(), 'cert.pem'), 'utf8'));
    expect(certificate.subject).toContain('CN=paas.example.org\n');
    for (const host of ['paas.example.org', 'localhost']) expect(certificate.checkHost(host)).toBe(host);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(renewed).toEqual([kept.credentials]);
    expect(kept.serial).toBe(certificate.serialNumber);
    await kept.changeRequest(directorRequest(null));
    expect(new X509Certificate(kept.credentials.cert).checkHost('paas.example.org')).toBeUndefined();
    await kept.stop();
  });

  test('is the last one that was asked for when several requests come at once', async () => {
    const kept = await keepCertificate({ authority, directory: folder(), request: directorRequest(null) });
    await Promise.all(
      ['a.example.org', 'b.example.org', 'c.example.org'].map((name) => kept.changeRequest(directorRequest(name))),
    );
    expect(new X509Certificate(kept.credentials.cert).subject).toContain('CN=c.example.org');
    expect(new X509Certificate(await readFile(join(folder(), 'cert.pem'), 'utf8')).serialNumber).toBe(kept.serial);
    await kept.stop();
  });

  test('is made anew at the start when the Director would refuse it', async () => {
    const { cert } = await keep();
    const { serialNumber } = new X509Certificate(cert);
    const next = await keep({ isRefused: (serial) => serial === serialNumber });
    expect(next.cert).not.toBe(cert);
  });
});

test.each([
  ['192.168.1.7', 'IP', '192.168.1.7'],
  ['[2001:db8::1]', 'IP', '2001:db8::1'],
  ['paas.example.org.', 'Host', 'paas.example.org'],
] as const)('the certificate of a Director that is called %s names it', async (hostName, kind, name) => {
  const { cert } = await authority.issue(directorRequest(hostName));
  const certificate = new X509Certificate(cert);
  expect(kind === 'IP' ? certificate.checkIP(name) : certificate.checkHost(name)).toBe(name);
  expect(certificate.subject).toContain(`CN=${name}\n`);
});
