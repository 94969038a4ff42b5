import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import type { NewInstance } from '../../../director/store/instances.ts';
import type { OperationRecord } from '../../../director/store/operations.ts';
import { openStore, type Store } from '../../../director/store/store.ts';

const time = '2026-01-02T03:04:05.000Z';
let store: Store;
let uid: number;

beforeEach(() => {
  store = openStore({ file: ':memory:', backups: '/nowhere', log: silentLogger });
  uid = store.users.ensureOwner('anna', 'anna@example.org').uid;
});
afterEach(() => store.close());

const instance = (vmid: string, aid: number, sid: number | null = null): NewInstance => ({
  vmid,
  cloud: 'local',
  name: `conpaas-u1-a${aid}-mgr`,
  kind: sid === null ? 'manager' : 'agent',
  uid,
  aid,
  sid,
  role: sid === null ? null : 'backend',
  requestId: null,
  address: null,
  ports: { '443': 8443 },
  state: 'creating',
  created: time,
  charged: 0,
  paidUntil: null,
});

const operation = (id: string, changes: Partial<OperationRecord> = {}): OperationRecord => ({
  id,
  kind: 'application.start',
  title: 'Start application "shop"',
  uid,
  aid: 1,
  sid: null,
  state: 'running',
  steps: [{ name: 'Make the instance', state: 'running', started: time, finished: null }],
  percent: 12.5,
  cancellable: true,
  timeLimit: 60,
  log: [{ time, text: 'begun' }],
  result: null,
  error: null,
  data: { vmid: 'abcd' },
  created: time,
  finished: null,
  ...changes,
});

describe('users', () => {
  test('have one owner, an administrator, who is made once', () => {
    expect(store.users.ensureOwner('another', 'name@example.org')).toMatchObject({
      uid,
      username: 'anna',
      email: 'anna@example.org',
      role: 'administrator',
      enabled: true,
      passwordHash: null,
      created: expect.stringMatching(/Z$/),
    });
    expect(store.users.get(uid)?.username).toBe('anna');
    expect(store.users.get(99)).toBeUndefined();
  });
});

describe('applications', () => {
  test('begin in INIT with nothing known', () => {
    const made = store.applications.create(uid, 'shop');
    expect(made).toEqual({
      aid: 1,
      uid,
      name: 'shop',
      state: 'INIT',
      reason: null,
      cloud: null,
      created: expect.any(String),
      managerVmid: null,
    });
    expect(store.applications.get(made.aid)).toEqual(made);
  });

  test('never get an id again', () => {
    store.applications.create(uid, 'one');
    expect(store.applications.delete(1)).toBe(true);
    expect(store.applications.delete(1)).toBe(false);
    expect(store.applications.create(uid, 'one').aid).toBe(2);
  });

  test('change only in what is given', () => {
    const { aid } = store.applications.create(uid, 'shop');
    const reason = new ConpaasError('INSTANCE_START_FAILED', { name: 'x', why: 'y' }).toBody();
    store.applications.update(aid, { state: 'ERROR', reason, cloud: 'local', managerVmid: 'abcd' });
    expect(store.applications.update(aid, { reason: null })).toMatchObject({
      name: 'shop',
      state: 'ERROR',
      reason: null,
      cloud: 'local',
      managerVmid: 'abcd',
    });
    expect(store.applications.update(aid, {}).state).toBe('ERROR');
  });

  test('keep the reason of an error as it was', () => {
    const { aid } = store.applications.create(uid, 'shop');
    const reason = new ConpaasError('NODE_LOST', { node: 'i1', role: 'web', why: 'no' }, { detail: 'word' }).toBody();
    expect(store.applications.update(aid, { reason }).reason).toEqual(reason);
  });

  test('have names of their own within a user, in any script', () => {
    const { aid } = store.applications.create(uid, 'магазин 🛒');
    expect(store.applications.findByName(uid, 'магазин 🛒')?.aid).toBe(aid);
    expect(store.applications.findByName(uid, 'shop')).toBeUndefined();
    const other = store.applications.create(uid, 'shop');
    const taken = expect.objectContaining({ code: 'NAME_TAKEN', parameters: { name: 'магазин 🛒' } });
    expect(() => store.applications.create(uid, 'магазин 🛒')).toThrow(taken);
    expect(() => store.applications.update(other.aid, { name: 'магазин 🛒' })).toThrow(taken);
  });

  test('are listed by user', () => {
    store.applications.create(uid, 'shop');
    expect(store.applications.list(uid)).toHaveLength(1);
    expect(store.applications.list(99)).toEqual([]);
    expect(store.applications.list()).toHaveLength(1);
  });

  test('that do not exist cannot be changed', () => {
    const unknown = expect.objectContaining({ code: 'APPLICATION_NOT_FOUND' });
    expect(() => store.applications.update(9, { state: 'RUNNING' })).toThrow(unknown);
    expect(() => store.services.create(9, { type: 'php', name: 'php' })).toThrow(unknown);
  });

  test('that still have instances cannot be deleted', () => {
    const { aid } = store.applications.create(uid, 'shop');
    store.instances.insert(instance('a', aid));
    expect(() => store.applications.delete(aid)).toThrow('FOREIGN KEY');
    store.instances.delete('a');
    expect(store.applications.delete(aid)).toBe(true);
  });
});

describe('services', () => {
  test('count 1, 2, 3 in each application and never get a number again', () => {
    const one = store.applications.create(uid, 'one').aid;
    const two = store.applications.create(uid, 'two').aid;
    const create = (aid: number) => store.services.create(aid, { type: 'php', name: 'New php service' }).sid;
    expect([create(one), create(one), create(two)]).toEqual([1, 2, 1]);
    expect(store.services.delete(one, 2)).toBe(true);
    expect(create(one)).toBe(3);
    expect(store.services.list(one).map(({ id, sid }) => [id, sid])).toEqual([
      [1, 1],
      [4, 3],
    ]);
  });

  test('begin in INIT and change only in what is given', () => {
    const { aid } = store.applications.create(uid, 'one');
    const made = store.services.create(aid, { type: 'php', name: 'New php service' });
    expect(made).toMatchObject({ aid, sid: 1, type: 'php', state: 'INIT', reason: null, url: null, runtime: null });
    const changed = store.services.update(aid, 1, { state: 'RUNNING', url: 'http://127.0.0.2/' });
    expect(changed).toEqual({ ...made, state: 'RUNNING', url: 'http://127.0.0.2/' });
    expect(store.services.get(aid, 1)).toEqual(changed);
    expect(() => store.services.update(aid, 2, { name: 'x' })).toThrow(
      expect.objectContaining({ code: 'SERVICE_NOT_FOUND' }),
    );
  });

  test('are listed by user', () => {
    const { aid } = store.applications.create(uid, 'one');
    const made = store.services.create(aid, { type: 'php', name: 'x' });
    expect(store.services.listByUser(uid)).toEqual([made]);
    expect(store.services.listByUser(99)).toEqual([]);
  });

  test('go with their application', () => {
    const { aid } = store.applications.create(uid, 'one');
    store.services.create(aid, { type: 'php', name: 'x' });
    store.applications.delete(aid);
    expect(store.services.list(aid)).toEqual([]);
  });

  test('that still have instances cannot be deleted', () => {
    const { aid } = store.applications.create(uid, 'one');
    store.services.create(aid, { type: 'php', name: 'x' });
    store.instances.insert(instance('a', aid, 1));
    expect(() => store.services.delete(aid, 1)).toThrow('FOREIGN KEY');
  });
});

describe('instances', () => {
  test('are found by any of their properties, also by having none', () => {
    const { aid } = store.applications.create(uid, 'one');
    store.services.create(aid, { type: 'php', name: 'x' });
    store.instances.insert(instance('manager', aid));
    store.instances.insert({ ...instance('agent', aid, 1), requestId: 'r1' });
    const found = (filter: Parameters<Store['instances']['list']>[0]) =>
      store.instances.list(filter).map(({ vmid }) => vmid);
    expect(found({})).toEqual(['manager', 'agent']);
    expect(found({ aid })).toEqual(['manager', 'agent']);
    expect(found({ aid, sid: 1 })).toEqual(['agent']);
    expect(found({ aid, sid: null })).toEqual(['manager']);
    expect(found({ requestId: 'r1', state: 'creating' })).toEqual(['agent']);
    expect(found({ state: 'running' })).toEqual([]);
  });

  test('change and go', () => {
    const { aid } = store.applications.create(uid, 'one');
    store.instances.insert(instance('a', aid));
    expect(store.instances.update('a', { state: 'running', address: '127.9.0.1', ports: { '443': 9443 } })).toBe(true);
    expect(store.instances.get('a')).toEqual({
      rid: 1,
      ...instance('a', aid),
      state: 'running',
      address: '127.9.0.1',
      ports: { '443': 9443 },
    });
    expect(store.instances.delete('a')).toBe(true);
    expect(store.instances.get('a')).toBeUndefined();
    expect(store.instances.update('a', { state: 'running' })).toBe(false);
  });

  test('belong to an application and service that exist', () => {
    const { aid } = store.applications.create(uid, 'one');
    expect(() => store.instances.insert(instance('a', 99))).toThrow('FOREIGN KEY');
    expect(() => store.instances.insert(instance('a', aid, 5))).toThrow('FOREIGN KEY');
  });
});

describe('operations', () => {
  test('are kept whole', () => {
    store.operations.insert(operation('a'));
    expect(store.operations.get('a')).toEqual(operation('a'));
    const error = new ConpaasError('OPERATION_CANCELLED').toBody();
    const changes = { state: 'cancelled' as const, cancellable: false, error, result: { aid: 1 }, finished: time };
    expect(store.operations.update('a', changes)).toBe(true);
    expect(store.operations.get('a')).toEqual(operation('a', changes));
    expect(store.operations.update('b', changes)).toBe(false);
  });

  test('are listed newest first, by user, application and state', () => {
    for (const id of ['a', 'b', 'c']) store.operations.insert(operation(id, { aid: id === 'b' ? 2 : 1 }));
    store.operations.update('a', { state: 'failed' });
    const ids = (filter: Parameters<Store['operations']['list']>[0]) =>
      store.operations.list(filter).map(({ id }) => id);
    expect(ids({})).toEqual(['c', 'b', 'a']);
    expect(ids({ aid: 1 })).toEqual(['c', 'a']);
    expect(ids({ aid: 1, state: 'running' })).toEqual(['c']);
    expect(ids({ uid, limit: 2 })).toEqual(['c', 'b']);
    expect(ids({ uid: 99 })).toEqual([]);
  });

  test('that are old and finished go, those that run stay', () => {
    for (let number = 1; number <= 6; number += 1)
      store.operations.insert(operation(`o${number}`, number === 1 ? {} : { state: 'succeeded', finished: time }));
    expect(store.operations.deleteOld(3)).toBe(2);
    expect(store.operations.list().map(({ id }) => id)).toEqual(['o6', 'o5', 'o4', 'o1']);
    expect(store.operations.deleteOld()).toBe(0);
  });
});

describe('sessions', () => {
  const session = {
    idHash: 'h1',
    uid: 1,
    created: time,
    lastSeen: time,
    expires: '2026-02-01T00:00:00.000Z',
    signedInBy: 'password' as const,
    browser: 'Firefox',
    address: '192.0.2.7',
  };

  test('are found by the hash of their id until they are deleted', () => {
    store.sessions.insert(session);
    store.sessions.update('h1', { lastSeen: '2026-01-03T00:00:00.000Z' });
    expect(store.sessions.get('h1')).toEqual({ ...session, lastSeen: '2026-01-03T00:00:00.000Z' });
    expect(store.sessions.delete('h1')).toBe(true);
    expect(store.sessions.get('h1')).toBeUndefined();
  });

  test('go when they have expired', () => {
    store.sessions.insert(session);
    store.sessions.insert({ ...session, idHash: 'h2', expires: '2026-03-01T00:00:00.000Z' });
    expect(store.sessions.deleteExpired('2026-02-01T00:00:00.000Z')).toBe(1);
    expect(store.sessions.get('h1')).toBeUndefined();
    expect(store.sessions.get('h2')).toBeDefined();
  });
});

describe('settings', () => {
  test.each([['text'], [0], [false], [null], [{ a: [1, { b: null }] }]])('keep %j as it is', (value) => {
    store.settings.set('key', 'before');
    store.settings.set('key', value);
    expect(store.settings.get('key')).toEqual(value);
    expect(store.settings.all()).toEqual({ key: value });
  });

  test('tell one that was never set from one that is null', () => {
    expect(store.settings.get('key')).toBeUndefined();
    store.settings.set('key', 1);
    expect(store.settings.delete('key')).toBe(true);
    expect(store.settings.get('key')).toBeUndefined();
  });
});

describe('certificates', () => {
  const certificate = (serial: string, serviceLocator: number) => ({
    serial,
    kind: 'agent' as const,
    uid: 1,
    serviceLocator,
    notAfter: time,
    issued: time,
    revoked: null,
  });

  test('are revoked once', () => {
    store.certificates.insert(certificate('01', 7));
    store.certificates.insert(certificate('02', 7));
    store.certificates.insert(certificate('03', 8));
    expect(store.certificates.revoke({ serial: '01' }, time)).toBe(1);
    expect(store.certificates.revoke({ serviceLocator: 7 }, '2027-01-01T00:00:00.000Z')).toBe(1);
    expect(store.certificates.get('01')?.revoked).toBe(time);
    expect(store.certificates.list({ revoked: null }).map(({ serial }) => serial)).toEqual(['03']);
    expect(store.certificates.get('99')).toBeUndefined();
  });
});
