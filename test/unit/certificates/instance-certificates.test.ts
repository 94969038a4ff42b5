import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuthority } from '../../../director/certificates/authority.ts';
import { InstanceCertificates } from '../../../director/certificates/instance-certificates.ts';
import type { Cloud, Instance } from '../../../director/clouds/cloud.ts';
import { Clouds } from '../../../director/clouds/clouds.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { certificateMethods } from '../../../director/wire/certificate-methods.ts';
import { createWireClient } from '../../../director/wire/client.ts';
import { readCredentials, writeCredentials } from '../../../director/wire/credential-files.ts';
import type { Credentials } from '../../../director/wire/method.ts';
import { OwnCertificate } from '../../../director/wire/own-certificate.ts';
import { Revocations } from '../../../director/wire/revocations.ts';
import { createWireServer } from '../../../director/wire/server.ts';
import { FakeCloud } from '../applications/fakes.ts';
import { type CheckedWorld, enterCheckedWorld } from '../checks/checked-world.ts';

const day = 24 * 3_600_000;
let world: CheckedWorld;
let folder: string;
let ends: (() => unknown)[];
beforeEach(async () => {
  world = await enterCheckedWorld();
  folder = await mkdtemp(join(tmpdir(), 'instance-'));
  ends = [];
});
afterEach(async () => {
  for (const end of ends) await end();
  await world.leave();
  await rm(folder, { recursive: true, force: true });
});

const manager = { kind: 'manager', uid: 1, serviceLocator: 1, addresses: [] } as const;

/** A certificate for the manager that was made so many days ago. */
async function issued(days: number): Promise<Credentials & { serial: string }> {
  const then = await openAuthority(join(world.directory, 'certificates'), { now: () => Date.now() - days * day });
  return then.issue(manager);
}

/** A manager that answers with a certificate of that age, as the real program does; its files lie in `folder`. */
async function runningManager(days: number) {
  const credentials = await issued(days);
  await writeCredentials(folder, credentials);
  const own = new OwnCertificate(folder, credentials);
  const revocations = await Revocations.read(folder);
  const server = createWireServer({
    address: '127.0.0.1',
    port: 0,
    credentials,
    accepts: ({ role }) => role === 'frontend' || role === 'user',
    service: () => certificateMethods({ own, revocations, tellers: ['frontend'] }),
    temporaryDirectory: folder,
    log: silentLogger,
  });
  own.onChange((renewed) => server.setCredentials(renewed));
  const { port } = await server.listen();
  ends.push(() => server.close(0));
  const place = { address: '127.0.0.1', port };
  world.record('manager', place);
  return { own, place, before: credentials.serial };
}

function looking(changes: { cloud?: Cloud; now?: () => number; isRevoked?: (serial: string) => boolean } = {}) {
  const { cloud = new FakeCloud(), isRevoked = () => false, ...rest } = changes;
  const { store, client, authority } = world;
  const clouds = new Clouds([cloud]);
  return new InstanceCertificates({ store, clouds, client, authority, isRevoked, log: silentLogger, ...rest });
}
const onDisk = async () => new X509Certificate((await readCredentials(folder))?.cert ?? '').serialNumber;

/** A cloud that remembers what was laid into instances. */
class WritingCloud extends FakeCloud {
  readonly laid: { vmid: string; serial: string }[] = [];
  async replaceCredentials(vmid: string, { cert }: Credentials): Promise<Instance> {
    this.laid.push({ vmid, serial: new X509Certificate(cert).serialNumber });
    return {
      ...{ vmid, name: '', kind: 'manager', uid: 1, aid: 1, sid: null },
      address: '',
      ports: {},
      state: 'running',
    } as const;
  }
}

describe('a certificate of a running instance', () => {
  it('stays while it is young', async () => {
    const { own, before } = await runningManager(59);
    await looking().look();
    expect(own.certificate.serialNumber).toBe(before);
  });

  it('is replaced in use and on disk when two thirds of its life have passed', async () => {
    const { own, before } = await runningManager(61);
    await looking().look();
    expect(own.certificate.serialNumber).not.toBe(before);
    expect(await onDisk()).toBe(own.certificate.serialNumber);
  });

  it('is replaced once the clock says so', async () => {
    const { own, before } = await runningManager(0);
    let now = Date.now();
    const certificates = looking({ now: () => now });
    await certificates.look();
    expect(own.certificate.serialNumber).toBe(before);
    now += 60 * day;
    await certificates.look();
    expect(own.certificate.serialNumber).not.toBe(before);
  });

  it('is replaced when it was revoked and it is looked at again', async () => {
    const { own, before } = await runningManager(0);
    await looking({ isRevoked: (serial) => serial === before }).look();
    expect(own.certificate.serialNumber).not.toBe(before);
  });

  it('that has expired is replaced by the cloud, which starts the instance again', async () => {
    await runningManager(91);
    const cloud = new WritingCloud();
    await looking({ cloud }).look();
    expect(cloud.laid).toEqual([{ vmid: '00000001', serial: expect.any(String) }]);
  });

  it('stays as it is where a cloud cannot write to instances, and where an instance is away', async () => {
    await runningManager(91);
    world.record('agent', { address: '127.0.0.1', port: 1 });
    await looking().look();
    const cloud = new WritingCloud();
    await looking({ cloud }).look();
    // Only the expired one: nobody is started again for not answering.
    expect(cloud.laid.map(({ vmid }) => vmid)).toEqual(['00000001']);
  });

  it('is given up at once for another one when it is to be revoked', async () => {
    const { own, before } = await runningManager(0);
    const certificate = {
      serial: before,
      kind: 'manager',
      uid: 1,
      aid: 1,
      issued: '',
      notAfter: '',
      revoked: null,
    } as const;
    await looking().replace(certificate);
    expect(own.certificate.serialNumber).not.toBe(before);
  });

  it('that is not the one to be revoked is left alone', async () => {
    const { own, before } = await runningManager(0);
    const certificate = {
      serial: 'AB',
      kind: 'manager',
      uid: 1,
      aid: 1,
      issued: '',
      notAfter: '',
      revoked: null,
    } as const;
    await looking().replace(certificate);
    expect(own.certificate.serialNumber).toBe(before);
  });
});

describe('an instance', () => {
  it('takes a certificate from nobody but the Director', async () => {
    const { place, before, own } = await runningManager(0);
    const credentials = await world.authority.issue({ kind: 'user', uid: 1, commonName: 'x', email: 'x@y' });
    const client = createWireClient({ credentials, accepts: () => true });
    ends.push(() => client.close());
    const { key, cert } = await issued(0);
    await expect(client.call(place, 0, 'POST', 'set_certificate', { key, cert })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(client.call(place, 0, 'POST', 'set_revoked', { serials: [] })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(own.certificate.serialNumber).toBe(before);
  });

  it('refuses a certificate that is not for it', async () => {
    const { own } = await runningManager(0);
    const other = await world.authority.issue({ kind: 'manager', uid: 1, serviceLocator: 2, addresses: [] });
    const fitting = await issued(0);
    const foreign = await (await openAuthority(join(folder, 'foreign'))).issue(manager);
    expect(() => own.replace(other.key, other.cert)).toThrow('for another instance');
    expect(() => own.replace(other.key, fitting.cert)).toThrow('does not belong');
    expect(() => own.replace(foreign.key, foreign.cert)).toThrow('not made by this authority');
    expect(() => own.replace(fitting.key, 'nonsense')).toThrow('cannot be read');
  });
});
