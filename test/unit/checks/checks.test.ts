import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuthority } from '../../../director/certificates/authority.ts';
import { certificateDatesCheck } from '../../../director/checks/certificate-dates.ts';
import { type CheckDefinition, type Finding, runCheck } from '../../../director/checks/check.ts';
import { codeDownloadCheck } from '../../../director/checks/code-download.ts';
import { directorUrlCheck } from '../../../director/checks/director-url.ts';
import { diskAndMemoryCheck } from '../../../director/checks/disk-and-memory.ts';
import { logExcerptsCheck } from '../../../director/checks/log-excerpts.ts';
import { managerProcessesCheck } from '../../../director/checks/manager-processes.ts';
import { networkCheck } from '../../../director/checks/network.ts';
import { otherClocks } from '../../../director/checks/other-clocks.ts';
import { portsCheck } from '../../../director/checks/ports.ts';
import { serversCheck } from '../../../director/checks/servers.ts';
import { systemTimeCheck } from '../../../director/checks/system-time.ts';
import { Clouds } from '../../../director/clouds/clouds.ts';
import type { System } from '../../../director/contract/system.ts';
import { createLogger } from '../../../director/logging/create-logger.ts';
import { method } from '../../../director/wire/method.ts';
import { type SmallDisk, smallDisk } from '../../small-disk.ts';
import { FakeCloud } from '../applications/fakes.ts';
import { type CheckedWorld, enterCheckedWorld } from './checked-world.ts';

let world: CheckedWorld;
let ends: (() => unknown)[];
beforeEach(async () => {
  world = await enterCheckedWorld();
  ends = [];
});
afterEach(async () => {
  for (const end of ends) await end();
  await world.leave();
});

const megabyte = 1024 ** 2;
const day = 24 * 3_600_000;
const run = (check: CheckDefinition) => runCheck(check, AbortSignal.timeout(10_000));
const process = method('GET', 'check_process', {}, async () => ({}));
/** Nothing listens on port 1 of this address. */
const nowhere = { address: '127.0.0.1', port: 1 };

/** Whatever is wrong is told with its cause and a way out. */
function expectExplained(finding: Finding): void {
  expect(finding.state).not.toBe('passed');
  for (const text of [finding.found, finding.wanted, finding.cause, finding.fix]) expect(text).toMatch(/\w{3}.*\.$/s);
}

async function listen(server: ReturnType<typeof createHttpServer> | ReturnType<typeof createHttpsServer>) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

describe('the host part of the URL of the Director', () => {
  const check = async (url: string) => {
    const place = await listen(createHttpsServer(world.credentials));
    return directorUrlCheck({ directorUrl: () => url, listener: () => place, certificateFile: '/c/cert.pem' });
  };

  it('matches the name in the certificate that is shown', async () => {
    expect(await run(await check('https://127.0.0.1:5555'))).toMatchObject({
      name: 'director-url',
      state: 'passed',
      found: 'OK: The hostname part of DIRECTOR_URL (127.0.0.1) matches the cname found in /c/cert.pem',
    });
  });

  it('does not match another name, and both are told', async () => {
    const finding = await run(await check('https://paas.example.org:5555'));
    expect(finding).toMatchObject({
      state: 'failed',
      found:
        'E: The hostname part of DIRECTOR_URL (paas.example.org) does not match the cname found in /c/cert.pem (127.0.0.1)',
    });
    expect(finding.fix).toContain('hostName');
  });

  it('cannot be checked where nothing answers, which is told as a failure', async () => {
    const options = { directorUrl: () => 'https://127.0.0.1', listener: () => nowhere, certificateFile: '' };
    expect(await run(directorUrlCheck(options))).toMatchObject({ state: 'failed', cause: 'The check itself failed.' });
  });
});

describe('the dates of certificates', () => {
  const check = (cert: string, now = Date.now()) => {
    const { store, client } = world;
    return certificateDatesCheck({ store, client, own: () => ({ 'The Director': cert }), now: () => now });
  };

  it('are right for new ones', async () => {
    expect(await run(check(world.credentials.cert))).toMatchObject({
      state: 'passed',
      found: expect.stringContaining('1 '),
    });
  });

  it('tell of one that has expired, and of one that should have been renewed', async () => {
    const expired = await run(check(world.credentials.cert, Date.now() + 91 * day));
    expectExplained(expired);
    expect(expired).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(/^The Director: valid from \d{4}-/),
    });
    const due = await run(check(world.credentials.cert, Date.now() + 61 * day));
    expectExplained(due);
    expect(due).toMatchObject({ state: 'warning' });
  });

  it('tell of an instance whose certificate has expired', async () => {
    const past = await openAuthority(join(world.directory, 'certificates'), { now: () => Date.now() - 91 * day });
    const old = await past.issue({ kind: 'manager', uid: 1, serviceLocator: 1, addresses: [] });
    world.record('manager', await world.serve('manager', [process], old));
    const finding = await run(check(world.credentials.cert));
    expectExplained(finding);
    expect(finding).toMatchObject({ state: 'failed', detail: expect.stringContaining('its certificate has expired') });
  });
});

describe('the system time', () => {
  const base = { now: () => 1_000_000_000, monotonic: () => 0, newestRecord: () => 0, otherClocks: async () => [] };

  it('is "not applicable" where there is nothing to compare it with, and says so', async () => {
    expect(await run(systemTimeCheck(base))).toMatchObject({
      state: 'not applicable',
      found: expect.stringContaining('There is no other clock to compare with'),
    });
  });

  it('is wrong where something was written in the future', async () => {
    const finding = await run(systemTimeCheck({ ...base, newestRecord: () => base.now() + 20 * 60_000 }));
    expectExplained(finding);
    expect(finding).toMatchObject({ state: 'failed', found: expect.stringContaining('at least 20 minutes behind') });
  });

  it('is worth a warning when it jumped since the start', async () => {
    let now = base.now();
    let monotonic = 0;
    const check = systemTimeCheck({ ...base, now: () => now, monotonic: () => monotonic });
    now += 3_600_000;
    monotonic += 60_000;
    const finding = await run(check);
    expectExplained(finding);
    expect(finding).toMatchObject({ state: 'warning', found: expect.stringContaining('jumped ahead by 59 minutes') });
  });

  async function comparedWith(offset: number): Promise<Finding> {
    const server = createHttpServer((_, response) => {
      response.setHeader('Date', new Date(Date.now() + offset).toUTCString());
      response.end();
    });
    const { port } = await listen(server);
    const { store, client } = world;
    const clouds = new Clouds([new FakeCloud()]);
    const url = `http://127.0.0.1:${port}/`;
    const clocks = otherClocks({ store, clouds, client, timeReference: () => url, now: Date.now });
    return run(systemTimeCheck({ ...base, now: Date.now, monotonic: () => performance.now(), otherClocks: clocks }));
  }

  it('is compared with a web server', async () => {
    expect(await comparedWith(0)).toMatchObject({
      state: 'passed',
      found: expect.stringContaining('It agrees with http:'),
    });
    const off = await comparedWith(20 * 60_000);
    expectExplained(off);
    expect(off).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('20 minutes ahead of this computer'),
    });
    expect(await comparedWith(-60_000)).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('60 s behind'),
    });
  });

  it('leaves a web server out that does not answer', async () => {
    const { store, client } = world;
    const timeReference = () => 'http://127.0.0.1:1/';
    const clocks = otherClocks({ store, client, clouds: new Clouds([new FakeCloud()]), timeReference, now: Date.now });
    expect(await clocks(AbortSignal.timeout(5000))).toEqual([]);
  });
});

describe('instances', () => {
  it('that answer pass, by network and by port', async () => {
    world.record('manager', await world.serve('manager', [process]));
    world.record('agent', await world.serve('agent', [process]));
    expect(await run(networkCheck(world))).toMatchObject({ state: 'passed', found: 'All 2 instances answer.' });
    expect(await run(portsCheck(world))).toMatchObject({
      state: 'passed',
      detail: expect.stringMatching(/127\.0\.0\.1:\d+ \(in place of 443\) open/),
    });
  });

  it('that do not answer are named with what came of it', async () => {
    const { vmid } = world.record('manager', nowhere);
    const network = await run(networkCheck(world));
    expectExplained(network);
    expect(network).toMatchObject({ state: 'failed', detail: expect.stringContaining(vmid) });
    expect(network.detail).toContain('nothing listens there');
    const ports = await run(portsCheck(world));
    expectExplained(ports);
    expect(ports).toMatchObject({ state: 'failed', detail: expect.stringContaining('ECONNREFUSED') });
  });

  it('that are somebody else are not taken for the one that is looked for', async () => {
    const other = await world.authority.issue({ kind: 'manager', uid: 1, serviceLocator: 99, addresses: [] });
    world.record('manager', await world.serve('manager', [process], other));
    expect(await run(networkCheck(world))).toMatchObject({ detail: expect.stringContaining('somebody else answers') });
    expect(await run(portsCheck(world))).toMatchObject({ state: 'passed' });
  });

  it.each([networkCheck, portsCheck])('that do not exist are not asked: %o', async (check) => {
    expect(await run(check(world))).toMatchObject({
      state: 'not applicable',
      found: expect.stringContaining('No application'),
    });
  });

  it('whose manager process has ended are told', async () => {
    const cloud = new FakeCloud();
    const check = managerProcessesCheck({ ...world, clouds: new Clouds([cloud]) });
    const record = world.record('manager', nowhere);
    const gone = await run(check);
    expectExplained(gone);
    expect(gone).toMatchObject({ state: 'failed', found: '0 of 1 manager processes run.' });
    const { name, vmid, kind, uid, aid } = record;
    cloud.instances.set(vmid, { name, vmid, kind, uid, aid, sid: null, address: '', ports: {}, state: 'running' });
    expect(await run(check)).toMatchObject({ state: 'passed' });
    cloud.instances.set(vmid, {
      name,
      vmid,
      kind,
      uid,
      aid,
      sid: null,
      address: '',
      ports: {},
      state: 'dead',
      why: 'it ended with exit code 1',
    });
    expect(await run(check)).toMatchObject({ detail: expect.stringContaining('it ended with exit code 1') });
  });
});

describe('the code for instances', () => {
  const offering = async (status: number) => {
    const { key, cert, ca } = world.credentials;
    return listen(
      createHttpsServer({ key, cert, ca, requestCert: true }, (_, response) => {
        response.writeHead(status).end(status === 200 ? 'tar' : undefined);
      }),
    );
  };
  const check = (place: { address: string; port: number }) =>
    codeDownloadCheck({ ...world, credentials: () => world.credentials, listener: () => place });

  it('is downloaded by the Director where no manager runs', async () => {
    const finding = await run(check(await offering(200)));
    expect(finding).toMatchObject({ state: 'passed', found: expect.stringContaining('status 200, 3 bytes') });
    expect(finding.found).toContain('no manager runs that could try');
  });

  it('is missed where the Director does not offer it', async () => {
    const finding = await run(check(await offering(404)));
    expectExplained(finding);
    expect(finding).toMatchObject({ state: 'failed', found: expect.stringContaining('status 404') });
  });

  it('is missed where a manager cannot get it', async () => {
    const answer = method('GET', 'check_director', {}, async () => ({
      url: 'https://x',
      status: 503,
      bytes: 0,
      milliseconds: 1,
    }));
    world.record('manager', await world.serve('manager', [answer]));
    const finding = await run(check(await offering(200)));
    expectExplained(finding);
    expect(finding).toMatchObject({ state: 'failed', detail: expect.stringContaining('https://x: status 503') });
  });
});

describe('disk and memory', () => {
  it('are enough where little is wanted', async () => {
    const wanted = { disk: megabyte, memory: megabyte };
    expect(await run(diskAndMemoryCheck({ directory: world.directory, wanted }))).toMatchObject({ state: 'passed' });
  });

  it('are short where more memory is wanted than there is', async () => {
    const wanted = { disk: megabyte, memory: 1024 ** 5 };
    const finding = await run(diskAndMemoryCheck({ directory: world.directory, wanted }));
    expectExplained(finding);
    expect(finding).toMatchObject({ state: 'failed', detail: expect.stringMatching(/^memory: /) });
  });

  it('are short on a disk that is too small', async (context) => {
    let disk: SmallDisk;
    try {
      disk = smallDisk(1024);
    } catch {
      return context.skip('this user may not mount');
    }
    ends.push(() => disk.remove());
    const finding = await run(diskAndMemoryCheck({ directory: disk.path }));
    expectExplained(finding);
    expect(finding).toMatchObject({ state: 'failed', fix: expect.stringContaining('Delete code versions') });
  });
});

it('servers that are not installed are named with how to install them', async () => {
  const server = {
    name: 'nginx',
    path: '/usr/sbin/nginx',
    version: '1.22',
    use: 'Serves files.',
    installCommand: null,
  };
  const system = (version: string | null) => async () =>
    ({
      phpRuntime: 'embedded',
      servers: [{ ...server, version, installCommand: 'apt-get install nginx.' }],
    }) as unknown as System;
  expect(await run(serversCheck({ system: system('1.22') }))).toMatchObject({ state: 'passed' });
  const missing = await run(serversCheck({ system: system(null) }));
  expectExplained(missing);
  expect(missing).toMatchObject({
    state: 'warning',
    found: 'Not installed: nginx. New services use the embedded PHP.',
  });
});

describe('the logs', () => {
  const check = (now = Date.now()) =>
    logExcerptsCheck({ ...world, log: join(world.directory, 'logs', 'director.log'), now: () => now });

  it('have no errors while there is none, or no log', async () => {
    expect(await run(check())).toMatchObject({ state: 'passed' });
    const log = createLogger({ directory: join(world.directory, 'logs'), name: 'director' });
    log.warn('only a warning');
    log.close();
    expect(await run(check())).toMatchObject({ state: 'passed' });
  });

  it('show the last errors of the Director and of managers, of the last day only', async () => {
    const log = createLogger({ directory: join(world.directory, 'logs'), name: 'director' });
    log.error('the disk is full');
    log.close();
    const now = new Date().toISOString();
    const text = `${now} INFO all is well\n${now} ERROR a node is lost\n2020-01-01T00:00:00.000Z ERROR long ago\n`;
    const answer = method('GET', 'get_manager_log', {}, async () => ({ log: text }));
    world.record('manager', await world.serve('manager', [answer]));
    const finding = await run(check());
    expectExplained(finding);
    expect(finding.detail).toMatch(/director\.log: \S+ ERROR the disk is full\nmanager .*: \S+ ERROR a node is lost$/);
    expect(await run(check(Date.now() + 2 * day))).toMatchObject({ state: 'passed' });
  });
});
