import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipMembers } from '../../../director/archives/zip-members.ts';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import { Certificates } from '../../../director/certificates/certificates.ts';
import { createEventHub } from '../../../director/events/event-hub.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { openStore, type Store } from '../../../director/store/store.ts';

const day = 24 * 3_600_000;
let directory: string;
let store: Store;
let authority: Authority;
let certificates: Certificates;
let now: number;
let events: ReturnType<typeof createEventHub>;
let owner: number;
let other: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'certificates-'));
  store = openStore({ file: join(directory, 'director.db'), backups: join(directory, 'backups'), log: silentLogger });
  events = createEventHub();
  now = Date.now();
  owner = store.users.ensureOwner('Jürgen', 'owner@localhost').uid;
  const { uid: _, ...record } = store.users.ensureOwner('', '');
  other = store.users.insert({ ...record, username: 'other', email: 'other@localhost', role: 'user' }).uid;
  certificates = new Certificates({ store, events, authority: () => authority, log: silentLogger, now: () => now });
  authority = await openAuthority(join(directory, 'ca'), {
    onIssued: (one) => certificates.record(one),
    now: () => now,
  });
});
afterEach(async () => {
  store.close();
  await rm(directory, { recursive: true, force: true });
});

const user = (uid: number) => ({ kind: 'user', uid, commonName: 'x', email: 'x@y' }) as const;
const administrator = () => ({ uid: owner, administrator: true });
const openssl = (args: string[], input: Buffer) => execFileSync('openssl', args, { input, stdio: 'pipe' }).toString();

describe('the certificates of a user', () => {
  it('come as a zip with key, certificate and authority, that only their owner can read', async () => {
    const archive = join(directory, 'certs.zip');
    await writeFile(archive, await certificates.issueZip(owner));
    const files = new Map<string, { text: string; mode: number }>();
    for await (const { name, mode, content } of zipMembers(archive))
      files.set(name, { mode, text: await text(content) });
    expect([...files.keys()].sort()).toEqual(['ca_cert.pem', 'cert.pem', 'key.pem']);
    for (const { mode } of files.values()) expect(mode).toBe(0o600);
    const certificate = new X509Certificate(files.get('cert.pem')?.text ?? '');
    expect(certificate.subject).toContain(`UID=${owner}\n`);
    expect(certificate.subject).toContain('CN=Jürgen');
    expect(certificate.verify(new X509Certificate(files.get('ca_cert.pem')?.text ?? '').publicKey)).toBe(true);
  });

  it('come as a PKCS#12 file that OpenSSL and Node open with its passphrase only', async () => {
    const pfx = await certificates.issuePkcs12(owner, 'correct horse');
    const shown = openssl(['pkcs12', '-nodes', '-passin', 'pass:correct horse'], pfx);
    expect(shown.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(shown).toMatch(/friendlyName: ConPaaS J/);
    expect(openssl(['pkcs12', '-info', '-noout', '-passin', 'pass:correct horse'], pfx)).toBe('');
    expect(() => createSecureContext({ pfx, passphrase: 'correct horse' })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: 'wrong horse' })).toThrow('mac verify failure');
    expect(() => openssl(['pkcs12', '-nodes', '-passin', 'pass:wrong'], pfx)).toThrow();
  });

  it('encrypt the key with AES-256', async () => {
    const file = join(directory, 'a.p12');
    await writeFile(file, await certificates.issuePkcs12(owner, 'correct horse'));
    const told = execFileSync('sh', [
      '-c',
      `openssl pkcs12 -info -noout -passin 'pass:correct horse' -in ${file} 2>&1`,
    ]);
    expect(told.toString()).toContain('AES-256-CBC');
  });

  it.each(['short', 'pässwörter', ''])('need a passphrase that all programs read alike, not %j', async (passphrase) => {
    await expect(certificates.issuePkcs12(owner, passphrase)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(certificates.list(owner)).toEqual([]);
  });

  it('are not made for who does not exist', async () => {
    await expect(certificates.issueZip(99)).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
  });

  it('are listed newest first, each for its user, all for administrators', async () => {
    const first = await authority.issue(user(owner));
    now += 1000;
    const second = await authority.issue({ kind: 'manager', uid: owner, serviceLocator: 7, addresses: [] });
    now += 1000;
    const third = await authority.issue(user(other));
    now += 1000;
    const fourth = await authority.issue({ kind: 'director', commonName: 'x', addresses: [] });
    expect(certificates.list(owner).map(({ serial }) => serial)).toEqual([second.serial, first.serial]);
    expect(certificates.list(owner)[0]).toMatchObject({ kind: 'manager', uid: owner, aid: 7, revoked: null });
    expect(certificates.list(owner)[1]).toMatchObject({ kind: 'user', aid: null });
    const all = certificates.listAll().map(({ serial }) => serial);
    expect(all).toEqual([fourth.serial, third.serial, second.serial, first.serial]);
  });

  it('are listed for 30 days after they have expired', async () => {
    await authority.issue(user(owner));
    now += 119 * day;
    await authority.issue(user(other));
    expect(certificates.list(owner)).toHaveLength(1);
    now += 2 * day;
    await authority.issue(user(other));
    expect(certificates.list(owner)).toHaveLength(0);
  });

  it('tell their user and the administrators when they change', async () => {
    const seen: number[] = [];
    for (const uid of [owner, other]) events.subscribe(uid, undefined, () => seen.push(uid));
    await authority.issue(user(other));
    expect(seen.sort()).toEqual([owner, other]);
    seen.length = 0;
    await authority.issue(user(owner));
    expect(seen).toEqual([owner]);
  });
});

describe('revoking', () => {
  it('is for the own, and for administrators everybody, and may be done twice', async () => {
    const mine = await authority.issue(user(other));
    const revoked = await certificates.revoke({ uid: other, administrator: false }, mine.serial.toLowerCase());
    expect(revoked).toMatchObject({ serial: mine.serial, revoked: new Date(now).toISOString() });
    now += 1000;
    expect(await certificates.revoke(administrator(), mine.serial)).toEqual(revoked);
    expect(certificates.isRevoked(mine.serial)).toBe(true);
    const theirs = await authority.issue(user(other));
    expect(await certificates.revoke(administrator(), theirs.serial)).toMatchObject({ revoked: expect.any(String) });
  });

  it('does not tell whether somebody else has such a certificate', async () => {
    const theirs = await authority.issue(user(owner));
    const director = await authority.issue({ kind: 'director', commonName: 'x', addresses: [] });
    for (const serial of [theirs.serial, director.serial, 'AB', '']) {
      const refused = certificates.revoke({ uid: other, administrator: false }, serial);
      await expect(refused).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_FOUND' });
    }
    expect(certificates.isRevoked(theirs.serial)).toBe(false);
  });

  it('is not possible for the authority', async () => {
    const { serialNumber } = new X509Certificate(authority.ca);
    await expect(certificates.revoke(administrator(), serialNumber)).rejects.toMatchObject({
      code: 'CERTIFICATE_NOT_FOUND',
    });
  });

  it('has what uses the certificate replaced first, and goes on where that fails', async () => {
    const order: string[] = [];
    certificates.onReplace(async ({ serial }) => {
      order.push(`replace ${certificates.isRevoked(serial)}`);
      throw new Error('it is away');
    });
    certificates.onRevoked(() => void order.push('revoked'));
    const { serial } = await authority.issue(user(owner));
    await certificates.revoke(administrator(), serial);
    expect(order).toEqual(['replace false', 'revoked']);
    expect(certificates.isRevoked(serial)).toBe(true);
  });

  it('of a user takes all that are theirs, and leaves their managers and agents', async () => {
    const [one, two] = [await authority.issue(user(other)), await authority.issue(user(other))];
    const manager = await authority.issue({ kind: 'manager', uid: other, serviceLocator: 7, addresses: [] });
    certificates.revokeUser(other);
    expect([one, two, manager].map(({ serial }) => certificates.isRevoked(serial))).toEqual([true, true, false]);
  });

  it('is remembered by the next Director', async () => {
    const { serial } = await authority.issue(user(owner));
    await certificates.revoke(administrator(), serial);
    const next = new Certificates({ store, events, authority: () => authority, log: silentLogger });
    expect(next.isRevoked(serial)).toBe(true);
  });

  it("tells instances of what could reach them: their user's and the Director's, until it has expired anyway", async () => {
    const issued = [
      await authority.issue(user(owner)),
      await authority.issue(user(other)),
      await authority.issue({ kind: 'director', commonName: 'x', addresses: [] }),
    ];
    for (const { serial } of issued) await certificates.revoke(administrator(), serial);
    const [own, , director] = issued.map(({ serial }) => serial);
    expect(certificates.revokedFor(owner).sort()).toEqual([own, director].sort());
    now += 91 * day;
    expect(certificates.revokedFor(owner)).toEqual([]);
  });
});

describe('a verified certificate that the database does not know', () => {
  const unknown = { serial: 'AB', uid: 1, serviceLocator: 7, commonName: '' };

  it('is refused for a user, who may be somebody else by now', () => {
    expect(certificates.refusalOf({ ...unknown, role: 'user' })).toMatchObject({
      code: 'CERTIFICATE_UNKNOWN',
      status: 401,
    });
  });

  it.each(['manager', 'agent', 'frontend'])('is accepted for a %s, so that what runs goes on', (role) => {
    expect(certificates.refusalOf({ ...unknown, role })).toBeUndefined();
  });
});
