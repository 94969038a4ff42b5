import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unpack } from '../../director/archives/unpack.ts';
import { openAuthority } from '../../director/certificates/authority.ts';
import { Certificates } from '../../director/certificates/certificates.ts';
import { InstanceCertificates } from '../../director/certificates/instance-certificates.ts';
import { Clouds } from '../../director/clouds/clouds.ts';
import { check } from '../../director/contract/check.ts';
import { createEventHub } from '../../director/events/event-hub.ts';
import { silentLogger } from '../../director/logging/logger.ts';
import { openStore } from '../../director/store/store.ts';
import { createWireClient } from '../../director/wire/client.ts';
import type { Credentials, Place } from '../../director/wire/method.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import { FakeCloud } from '../unit/applications/fakes.ts';
import { again, connected, type Site, startedSite, until } from './faults/world.ts';
import { Load } from './visitor.ts';

const day = 24 * 3_600_000;
let director: DirectorProcess;
let site: Site;
beforeAll(async () => {
  director = await startDirector();
  site = await startedSite(director.client, 'Certified');
});
afterAll(() => removeDirector(director));

const certificates = () => join(director.directory, 'certificates');

interface Running extends Place {
  folder: string;
  vmid: string;
}

/** Where the instances of the application listen, and their folders. */
function instances(kind: 'manager' | 'agent'): Running[] {
  const all = join(director.directory, 'instances');
  return readdirSync(all).flatMap((name) => {
    const folder = join(all, name, 'configuration');
    const configuration = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    if (configuration.kind !== kind) return [];
    const standard = kind === 'manager' ? 443 : 5555;
    return [
      {
        address: configuration.address,
        port: configuration.ports[standard] ?? standard,
        folder,
        vmid: configuration.vmid,
      },
    ];
  });
}
const only = <T>(all: T[]): T => {
  const [one] = all;
  if (one === undefined || all.length > 1) throw new Error(`${all.length} of what there should be one of`);
  return one;
};
const serialIn = ({ folder }: Running) => new X509Certificate(readFileSync(join(folder, 'cert.pem'))).serialNumber;

/** Process id of the program that runs in an instance. */
const programOf = ({ folder }: Running): number =>
  JSON.parse(readFileSync(join(folder, '../instance.json'), 'utf8')).processes.program.pid;

/** A key and certificate that the owner has made for themselves, out of the zip. */
async function ownCertificate(): Promise<Credentials & { serial: string }> {
  const { bytes, filename } = await director.client.issueCertificate({ body: { format: 'zip' } });
  expect(filename).toBe('certs.zip');
  const folder = join(director.directory, `zip-${Math.random()}`);
  await mkdir(folder);
  const archive = join(folder, filename);
  await writeFile(archive, bytes);
  await unpack(archive, 'zip', join(folder, 'out'), { bytes: 1_000_000, files: 10 });
  const [key = '', cert = '', ca = ''] = await Promise.all(
    ['key.pem', 'cert.pem', 'ca_cert.pem'].map((name) => readFile(join(folder, 'out', name), 'utf8')),
  );
  return { key, cert, ca, serial: new X509Certificate(cert).serialNumber };
}

/** One connection that is kept open, over which requests are made one after the other. */
class Line {
  readonly #agent: Agent;
  readonly #place: Place;
  localPort = 0;

  constructor(place: Place, credentials: Credentials) {
    this.#place = place;
    const { key, cert, ca } = credentials;
    this.#agent = new Agent({ key, cert, ca, keepAlive: true, maxSockets: 1, checkServerIdentity: () => undefined });
  }

  async get(path: string): Promise<{ status: number; body: { code?: string; message?: string; error?: string } }> {
    const { address: host, port } = this.#place;
    const sent = request({ host, port, path, agent: this.#agent });
    sent.end();
    const [answer] = await once(sent, 'response');
    this.localPort = answer.socket.localPort;
    return { status: answer.statusCode, body: JSON.parse(await text(answer)) };
  }

  close() {
    this.#agent.destroy();
  }
}
const directorPlace = (): Place => {
  const { apiUrl } = JSON.parse(readFileSync(join(director.directory, 'director.json'), 'utf8'));
  const { hostname: address, port } = new URL(apiUrl);
  return { address, port: Number(port) };
};
const method = (name: string) => `/?${new URLSearchParams({ service_id: '0', method: name, id: '1' })}`;

describe('a certificate that a user had made', () => {
  it('is refused by Director, manager and agent on connections that are open when it is revoked', async () => {
    const mine = await ownCertificate();
    const [toDirector, toManager, toAgent] = [
      new Line(directorPlace(), mine),
      new Line(only(instances('manager')), mine),
      new Line(only(instances('agent')), mine),
    ];
    expect(await toDirector.get('/api/applications')).toMatchObject({ status: 200 });
    expect(await toManager.get(method('check_process'))).toMatchObject({ status: 200, body: { error: null } });
    // Agents talk to no user at all, and say so.
    expect(await toAgent.get(method('check_process'))).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const ports = [toDirector, toManager, toAgent].map((line) => line.localPort);

    const revoked = await director.client.revokeCertificate({ params: { serial: mine.serial } });
    expect(revoked).toMatchObject({ serial: mine.serial, kind: 'user', revoked: expect.any(String) });

    const refused = { status: 401, body: { code: 'CERTIFICATE_REVOKED' } };
    expect(await toDirector.get('/api/applications')).toMatchObject(refused);
    expect(await toManager.get(method('check_process'))).toMatchObject(refused);
    expect(await toAgent.get(method('check_process'))).toMatchObject(refused);
    expect([toDirector, toManager, toAgent].map((line) => line.localPort)).toEqual(ports);
    for (const line of [toDirector, toManager, toAgent]) line.close();

    const listed = await director.client.listCertificates();
    expect(listed.find(({ serial }) => serial === mine.serial)?.revoked).toBe(revoked.revoked);
  });

  it('is still refused by a manager that was started again', async () => {
    const mine = await ownCertificate();
    await director.client.revokeCertificate({ params: { serial: mine.serial } });
    const manager = only(instances('manager'));
    expect(statSync(join(manager.folder, 'revoked.json')).mode & 0o777).toBe(0o600);
    process.kill(programOf(manager), 'SIGKILL');
    const line = new Line(manager, mine);
    const answer = await until('an answer of the new manager', () =>
      line.get(method('check_process')).catch(() => undefined),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: 'CERTIFICATE_REVOKED' } });
    line.close();
    await connected(director.client, site.aid);
  });

  it('ends its event streams', async () => {
    const mine = await ownCertificate();
    const { address: host, port } = directorPlace();
    const sent = request({ host, port, path: '/api/events', ...mine, agent: false });
    sent.end();
    const [stream] = await once(sent, 'response');
    expect(stream.statusCode).toBe(200);
    stream.on('error', () => undefined).resume();
    const closed = once(stream, 'close');
    await director.client.revokeCertificate({ params: { serial: mine.serial } });
    await closed;
  });

  it('comes as a PKCS#12 file that OpenSSL opens, with the authority in it', async () => {
    const { bytes } = await director.client.issueCertificate({
      body: { format: 'pkcs12', passphrase: 'correct horse' },
    });
    const shown = execFileSync('openssl', ['pkcs12', '-nodes', '-passin', 'pass:correct horse'], { input: bytes });
    expect(shown.toString().match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(shown.toString()).toContain('BEGIN PRIVATE KEY');
    expect(shown.toString()).toContain('CN = CA');
  });
});

describe('a certificate in use', () => {
  it('of a manager is replaced at once when it is revoked', async () => {
    const manager = only(instances('manager'));
    const before = serialIn(manager);
    await director.client.revokeCertificate({ params: { serial: before } });
    const after = serialIn(manager);
    expect(after).not.toBe(before);
    // It still gets nodes from the Director, and the Director still reaches it.
    const { aid, sid } = site;
    await director.client.getServiceHistory({ params: { aid, sid } });
    await ended(
      director.client,
      await director.client.addNodes({ params: { aid, sid }, body: { nodes: { backend: 1 } } }),
    );
    await ended(
      director.client,
      await director.client.removeNodes({ params: { aid, sid }, body: { nodes: { backend: 1 } } }),
    );
  });

  it('of the Director and of the owner is replaced at once when it is revoked', async () => {
    for (const name of ['director', 'owner']) {
      const folder = join(certificates(), name);
      const serial = () => new X509Certificate(readFileSync(join(folder, 'cert.pem'))).serialNumber;
      const before = serial();
      const answer = await director.client.revokeCertificate({ params: { serial: before } });
      expect(answer.revoked).not.toBeNull();
      expect(serial()).not.toBe(before);
    }
    await director.stop();
    director = await again(director);
    await connected(director.client, site.aid);
  });
});

/** Looks at the instances of the running Director as the Director itself would do it that many days later. */
async function lookIn(days: number): Promise<void> {
  const { directory } = director;
  const store = openStore({
    file: join(directory, 'director.db'),
    backups: join(directory, 'backups'),
    log: silentLogger,
  });
  const events = createEventHub();
  const known = new Certificates({ store, events, authority: () => authority, log: silentLogger });
  const authority = await openAuthority(certificates(), { onIssued: (issued) => known.record(issued) });
  const read = (name: string) => readFileSync(join(certificates(), 'director', name), 'utf8');
  const credentials = { key: read('key.pem'), cert: read('cert.pem'), ca: read('ca_cert.pem') };
  const client = createWireClient({ credentials, accepts: () => true });
  const looking = new InstanceCertificates({
    store,
    clouds: new Clouds([new FakeCloud()]),
    client,
    authority,
    isRevoked: () => false,
    log: silentLogger,
    now: () => Date.now() + days * day,
  });
  await looking.look();
  client.close();
  store.close();
}

describe('a certificate of a running instance', () => {
  it('is left alone before two thirds of its life have passed', async () => {
    const all = [...instances('manager'), ...instances('agent')];
    const before = all.map(serialIn);
    await lookIn(59);
    expect(all.map(serialIn)).toEqual(before);
  });

  it('is renewed when two thirds have passed, and no visitor loses a request', async () => {
    const { hostname: address, port } = new URL(site.url);
    const load = new Load({ address, port: Number(port || 80) }, 8, [{ path: '/' }]);
    await until('some answers', () => load.answered > 100);
    const [manager, agent] = [only(instances('manager')), only(instances('agent'))];
    const before = [serialIn(manager), serialIn(agent)];
    await lookIn(61);
    const after = [serialIn(manager), serialIn(agent)];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    // What the program shows from the next connection on is what lies in its folder.
    for (const [index, instance] of [manager, agent].entries()) {
      expect(await shownBy(instance)).toBe(after[index]);
    }
    const { aid, sid } = site;
    expect(await director.client.listNodes({ params: { aid, sid } })).toMatchObject([{ state: 'running' }]);
    const answered = load.answered;
    await until('answers after it', () => load.answered > answered + 100);
    expect(await load.stop()).toMatchObject({ lost: {} });
  });

  it('that has expired meanwhile is replaced by its cloud, which starts the instance again', async () => {
    const manager = only(instances('manager'));
    const past = await openAuthority(certificates(), { now: () => Date.now() - 91 * day });
    const read = (name: string) => readFileSync(join(certificates(), 'director', name), 'utf8');
    const client = createWireClient({
      credentials: { key: read('key.pem'), cert: read('cert.pem'), ca: read('ca_cert.pem') },
      accepts: () => true,
    });
    const { address } = manager;
    const { uid } = await director.client.getSession();
    const old = await past.issue({ kind: 'manager', uid, serviceLocator: site.aid, addresses: [address] });
    await client.call(manager, 0, 'POST', 'set_certificate', { key: old.key, cert: old.cert });
    client.setCredentials({ key: read('key.pem'), cert: read('cert.pem'), ca: read('ca_cert.pem') });
    await expect(client.call(manager, 0, 'GET', 'check_process')).rejects.toMatchObject({
      code: 'AGENT_UNREACHABLE',
      message: expect.stringMatching(
        /its certificate has expired: it was valid until .*, and the clock of this computer says/,
      ),
    });
    client.close();
    expect(serialIn(manager)).toBe(old.serial);
    await director.stop();
    director = await again(director);
    await until('the new certificate', () => serialIn(manager) !== old.serial);
    await connected(director.client, site.aid);
    const { aid, sid } = site;
    expect(await director.client.listNodes({ params: { aid, sid } })).toHaveLength(1);
  });
});

describe('checking the Director', () => {
  it('finds nothing wrong with one that works, and tells what it has found out', async () => {
    const { result } = await ended(director.client, await director.client.startChecks());
    const checks = z.array(check).parse(result?.checks);
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({
      'director-url': 'passed',
      'certificate-dates': 'passed',
      'system-time': 'not applicable',
      network: 'passed',
      'manager-processes': 'passed',
      'code-download': 'passed',
      ports: 'passed',
      servers: expect.any(String),
      'disk-and-memory': expect.any(String),
      'log-excerpts': expect.any(String),
    });
    const named = (name: string) => checks.find((one) => one.name === name)?.found ?? '';
    expect(named('director-url')).toMatch(
      /^OK: The hostname part of DIRECTOR_URL \(127\.0\.0\.1\) matches the cname found in /,
    );
    expect(named('code-download')).toMatch(/^Downloaded by the Director and 1 managers: status 200, [1-9]\d+ bytes/);
  });

  it('finds out that a manager process hangs, and goes on', async () => {
    const pid = programOf(only(instances('manager')));
    process.kill(pid, 'SIGSTOP');
    try {
      const { result } = await ended(director.client, await director.client.startChecks());
      const network = z
        .array(check)
        .parse(result?.checks)
        .find(({ name }) => name === 'network');
      expect(network).toMatchObject({ state: 'failed', found: '1 of 2 instances do not answer.' });
      expect(network?.detail).toMatch(/^manager .*: no answer within 5 s|no answer within 5 s/);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await connected(director.client, site.aid);
  });
});

/** The serial of what a server shows on a new connection. */
async function shownBy({ address: host, port }: Place): Promise<string> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}
