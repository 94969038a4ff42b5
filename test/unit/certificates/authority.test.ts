import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Authority,
  type Issued,
  type IssuedCertificate,
  openAuthority,
} from '../../../director/certificates/authority.ts';
import type { CertificateRequest } from '../../../director/certificates/subject.ts';
import { peerCertificate } from '../../../director/wire/peer-certificate.ts';
import type { Peer } from '../../../director/wire/trust.ts';

const day = 24 * 3_600_000;
const requests = {
  director: { kind: 'director', commonName: 'localhost', addresses: ['127.0.0.1', 'localhost'] },
  manager: { kind: 'manager', uid: 3, serviceLocator: 7, addresses: ['127.83.4.2'] },
  agent: { kind: 'agent', uid: 3, serviceLocator: 7, addresses: ['127.83.4.3', '::1'] },
  user: { kind: 'user', uid: 3, commonName: 'Jürgen', email: 'juergen@example.org' },
} as const satisfies Record<string, CertificateRequest>;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'authority-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const folder = () => join(directory, 'certificates');
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** Connects to a server that asks for a certificate, and gives who each side sees at the other. */
async function meet(server: Issued, client: Issued): Promise<{ server: Peer | undefined; client: Peer | undefined }> {
  const listener = createServer({ ...server, requestCert: true, rejectUnauthorized: true });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const accepted = once(listener, 'secureConnection') as Promise<[TLSSocket]>;
  const socket = connect({
    ...client,
    port: (listener.address() as AddressInfo).port,
    host: '127.0.0.1',
    checkServerIdentity: () => undefined,
  });
  await once(socket, 'secureConnect');
  const [other] = await accepted;
  const seen = { server: peerCertificate(socket, Date.now())?.peer, client: peerCertificate(other, Date.now())?.peer };
  socket.destroy();
  other.destroy();
  listener.close();
  return seen;
}

describe('a certificate', () => {
  let authority: Authority;
  beforeEach(async () => {
    authority = await openAuthority(folder());
  });

  test.each<[string, CertificateRequest, string]>([
    ['director', requests.director, 'CN=localhost\nO=ConPaaS\nemailAddress=info@conpaas.eu\nrole=frontend'],
    [
      'manager',
      requests.manager,
      'UID=3\nserviceLocator=7\nO=Contrail\nemailAddress=info@conpaas.eu\nCN=ConPaaS\nrole=manager',
    ],
    [
      'agent',
      requests.agent,
      'UID=3\nserviceLocator=7\nO=Contrail\nemailAddress=info@conpaas.eu\nCN=ConPaaS\nrole=agent',
    ],
    [
      'user',
      requests.user,
      'UID=3\nserviceLocator=0\nO=Contrail\nemailAddress=juergen@example.org\nCN=Jürgen\nrole=user',
    ],
  ])('of a %s has the subject of the reference', async (_, request, subject) => {
    const { cert } = await authority.issue(request);
    expect(new X509Certificate(cert).subject).toBe(subject);
  });

  test('is read by the other end of a connection', async () => {
    const [manager, agent] = [await authority.issue(requests.manager), await authority.issue(requests.agent)];
    expect(await meet(agent, manager)).toEqual({
      server: { role: 'agent', uid: 3, serviceLocator: 7, commonName: 'ConPaaS', serial: agent.serial },
      client: { role: 'manager', uid: 3, serviceLocator: 7, commonName: 'ConPaaS', serial: manager.serial },
    });
    const [director, user] = [await authority.issue(requests.director), await authority.issue(requests.user)];
    expect(await meet(director, user)).toEqual({
      server: { role: 'frontend', uid: null, serviceLocator: null, commonName: 'localhost', serial: director.serial },
      client: { role: 'user', uid: 3, serviceLocator: 0, commonName: 'Jürgen', serial: user.serial },
    });
  });

  test('is signed by the authority for its own key, version 3, with SHA-256', async () => {
    const { cert, key, ca } = await authority.issue(requests.agent);
    const certificate = new X509Certificate(cert);
    const issuer = new X509Certificate(ca);
    expect(certificate.checkIssued(issuer)).toBe(true);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(key).toContain('PRIVATE KEY');
    expect(certificate.signatureAlgorithm).toBe('sha256WithRSAEncryption');
    expect(certificate.ca).toBe(false);
    expect(issuer.ca).toBe(true);
  });

  test('covers the addresses it is for and no other', async () => {
    const certificate = new X509Certificate((await authority.issue(requests.director)).cert);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.2')).toBeUndefined();
    const agent = new X509Certificate((await authority.issue(requests.agent)).cert);
    expect(agent.checkIP('::1')).toBe('::1');
  });

  test('may serve and call, but that of a user only calls', async () => {
    const [serverAuth, clientAuth] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];
    const uses = async (request: CertificateRequest) =>
      new X509Certificate((await authority.issue(request)).cert).keyUsage;
    expect((await uses(requests.agent)).sort()).toEqual([serverAuth, clientAuth]);
    expect(await uses(requests.user)).toEqual([clientAuth]);
  });

  test('is valid from an hour ago for 90 days', async () => {
    const { cert, notAfter } = await authority.issue(requests.agent);
    const { validFromDate, validToDate } = new X509Certificate(cert);
    const seconds = (time: number) => Math.round(time / 1000);
    expect(Math.abs(seconds(Date.now() - validFromDate.getTime()) - 3600)).toBeLessThan(60);
    expect(Math.abs(seconds(validToDate.getTime() - Date.now()) - 90 * 86_400)).toBeLessThan(60);
    expect(seconds(Date.parse(notAfter))).toBeCloseTo(seconds(validToDate.getTime()), -1);
  });

  test('has a serial of 128 bits that no other has', async () => {
    const serials = await Promise.all(
      Array.from({ length: 20 }, async () => (await authority.issue(requests.agent)).serial),
    );
    expect(new Set(serials).size).toBe(20);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  test('is reported before it is handed out', async () => {
    const reported: IssuedCertificate[] = [];
    const reporting = await openAuthority(folder(), { onIssued: (certificate) => void reported.push(certificate) });
    const [manager, user, director] = [
      await reporting.issue(requests.manager),
      await reporting.issue(requests.user),
      await reporting.issue(requests.director),
    ];
    expect(reported).toMatchObject([
      { serial: manager.serial, kind: 'manager', uid: 3, serviceLocator: 7, notAfter: manager.notAfter },
      { serial: user.serial, kind: 'user', uid: 3, serviceLocator: 0 },
      { serial: director.serial, kind: 'director', uid: null, serviceLocator: null },
    ]);
    expect(new X509Certificate(manager.cert).serialNumber).toBe(manager.serial);
  });

  test('that cannot be recorded is not handed out', async () => {
    const failing = await openAuthority(folder(), {
      onIssued: () => {
        throw new Error('the database is locked');
      },
    });
    await expect(failing.issue(requests.agent)).rejects.toThrow('the database is locked');
  });

  test('of a name longer than a subject takes has its beginning', async () => {
    const { cert } = await authority.issue({ ...requests.user, commonName: 'ü'.repeat(100) });
    expect(new X509Certificate(cert).subject).toContain(`CN=${'ü'.repeat(64)}\n`);
  });
});

describe('the authority', () => {
  test('has files that only their owner reads', async () => {
    await openAuthority(folder());
    expect((await readdir(folder())).sort()).toEqual(['ca_cert.pem', 'ca_key.pem']);
    expect(await modeOf(folder())).toBe('700');
    expect(await modeOf(join(folder(), 'ca_key.pem'))).toBe('600');
  });

  test('has the subject of the reference, ten years, and signs no other authority', async () => {
    const { ca } = await openAuthority(folder());
    const certificate = new X509Certificate(ca);
    expect(certificate.subject).toBe('CN=CA\nO=ConPaaS\nemailAddress=info@conpaas.eu');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect((certificate.validToDate.getTime() - Date.now()) / day).toBeCloseTo(3650, 0);
  });

  test('is the same after a restart', async () => {
    const first = await openAuthority(folder());
    const second = await openAuthority(folder());
    expect(second.ca).toBe(first.ca);
    const { cert } = await second.issue(requests.agent);
    expect(new X509Certificate(cert).verify(new X509Certificate(first.ca).publicKey)).toBe(true);
  });

  test('whose making was cut short keeps its key', async () => {
    const first = await openAuthority(folder());
    const { cert } = await first.issue(requests.agent);
    await rm(join(folder(), 'ca_cert.pem'));
    const { ca } = await openAuthority(folder());
    expect(new X509Certificate(cert).verify(new X509Certificate(ca).publicKey)).toBe(true);
  });

  test('is not replaced when its key is missing, foreign or damaged', async () => {
    await openAuthority(folder());
    const keyFile = join(folder(), 'ca_key.pem');
    const certificate = await readFile(join(folder(), 'ca_cert.pem'), 'utf8');
    const refused = async (why: RegExp) => {
      await expect(openAuthority(folder())).rejects.toMatchObject({
        code: 'AUTHORITY_DAMAGED',
        message: expect.stringMatching(why),
      });
      expect(await readFile(join(folder(), 'ca_cert.pem'), 'utf8')).toBe(certificate);
    };
    await openAuthority(join(directory, 'other'));
    await writeFile(keyFile, await readFile(join(directory, 'other', 'ca_key.pem')));
    await refused(/does not belong to ca_cert.pem/);
    await writeFile(keyFile, 'nonsense');
    await refused(/is not a private key/);
    await rm(keyFile);
    await refused(/is missing/);
  });
});
