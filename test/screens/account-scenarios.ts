import type { FakeDirector } from '../unit/renderer/fake-director.ts';
import { makeCertificate, makeEntry, makeUser } from '../unit/renderer/fake-world.ts';

const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
const ahead = (hours: number) => ago(-hours);

/** Some days of running, with credits given in between. */
function history({ world }: FakeDirector): void {
  let balance = 50;
  const entries = [makeEntry(1, 50, { time: ago(120), balance, kind: 'initial', text: 'Given at the beginning' })];
  for (let at = 119; at > 0; at -= 1) {
    const id = entries.length + 1;
    if (at === 70) {
      balance += 60;
      entries.push(makeEntry(id, 60, { time: ago(at), balance, text: 'For the course of autumn', by: 'owner' }));
    } else if (at % 24 < 9) {
      balance -= 1;
      const text = `Manager of application "Bookshop", hour ${120 - at}`;
      entries.push(makeEntry(id, -1, { time: ago(at), balance, aid: 1, vmid: 'c0ffee01', text }));
    }
  }
  world.creditEntries = entries.toReversed();
  world.credit = {
    enabled: true,
    balance,
    instances: 5,
    nextCharge: ahead(0.4),
    runsOut: ahead(13.4),
    level: 'plenty',
  };
}

function people({ world }: FakeDirector): void {
  const users = [
    makeUser(1, 'owner', { role: 'administrator', hasPassword: false, credit: world.credit.balance }),
    makeUser(2, 'ada', { firstName: 'Ada', lastName: 'Lovelace', affiliation: 'Analytical Engines', credit: 1250 }),
    makeUser(3, 'grace.hopper', { firstName: 'Grace', lastName: 'Hopper', role: 'administrator', credit: 3 }),
    makeUser(4, 'a.rather.long.user.name', { enabled: false, credit: 0 }),
  ];
  world.users = new Map(users.map((user) => [user.uid, user]));
  const resource = (rid: number, kind: 'manager' | 'agent') => ({
    rid,
    vmid: `c0ffee0${rid}`,
    uid: 2,
    aid: 7,
    application: 'Engine notes',
    sid: kind === 'manager' ? null : 1,
    kind,
    name: `conpaas-u2-a7-${rid}`,
    address: `127.20.0.${rid}`,
    cloud: 'local',
    state: 'running' as const,
    charged: 30 + rid,
    created: ago(30 + rid),
  });
  world.holdings.set(2, {
    applications: [
      { aid: 7, name: 'Engine notes', state: 'RUNNING', services: 2, instances: 3 },
      { aid: 8, name: 'Old tables', state: 'STOPPED', services: 1, instances: 0 },
    ],
    resources: [resource(2, 'manager'), resource(3, 'agent'), resource(4, 'agent')],
  });
  const session = { created: ago(30), expires: ahead(200) };
  world.sessions = [
    { id: 's1', ...session, lastSeen: ago(0), browser: 'Firefox on Linux', address: '127.0.0.1', current: true },
    { id: 's2', ...session, lastSeen: ago(26), browser: 'Safari on iPhone', address: '192.168.1.23', current: false },
  ];
}

function certificates({ world }: FakeDirector): void {
  const serial = (start: string) => `${start}${'0A1B2C3D4E5F'.repeat(3)}`.slice(0, 32);
  world.certificates = [
    makeCertificate(serial('7F')),
    makeCertificate(serial('6E'), { kind: 'manager', aid: 1 }),
    makeCertificate(serial('5D'), { kind: 'agent', aid: 1 }),
    makeCertificate(serial('4C'), { notAfter: ahead(24 * 12), issued: ago(24 * 353) }),
    makeCertificate(serial('3B'), { revoked: ago(90), issued: ago(900) }),
    makeCertificate(serial('2A'), { notAfter: ago(24 * 5), issued: ago(24 * 370) }),
    makeCertificate(serial('1F'), { uid: 2, issued: ago(500) }),
    makeCertificate(serial('0E'), { kind: 'director', uid: null, issued: ago(3000) }),
  ];
}

/** Several people with credits, certificates and sessions. */
export function accounts(director: FakeDirector): void {
  history(director);
  people(director);
  certificates(director);
}

export function lowCredit({ world }: FakeDirector): void {
  world.credit = { enabled: true, balance: 8, instances: 5, nextCharge: ahead(0.4), runsOut: ahead(1.4), level: 'low' };
}

export function noCredit({ world }: FakeDirector): void {
  world.credit = {
    enabled: true,
    balance: 0,
    instances: 5,
    nextCharge: ahead(0.4),
    runsOut: ahead(0.4),
    level: 'empty',
  };
}

/** Somebody who is no administrator and came with a password. */
export function asUser({ world }: FakeDirector): void {
  world.session = { ...world.session, uid: 2, username: 'ada', role: 'user', signedInBy: 'password' };
}
