import { describe, expect, test } from 'vitest';
import { accepts, type Peer, peerOf, type VerifierKind } from '../../../director/wire/trust.ts';

const peer = (role: string, uid: number | null, serviceLocator: number | null): Peer => ({
  role,
  uid,
  serviceLocator,
  commonName: 'ConPaaS',
  serial: 'AB',
});

const peers = {
  director: peer('frontend', null, null),
  'own user': peer('user', 1, 0),
  'own manager': peer('manager', 1, 7),
  'own agent': peer('agent', 1, 7),
  "manager of the user's other application": peer('manager', 1, 8),
  "agent of the user's other application": peer('agent', 1, 8),
  'other user': peer('user', 2, 0),
  "other user's manager": peer('manager', 2, 7),
  "other user's agent": peer('agent', 2, 7),
  'manager without ids': peer('manager', null, null),
  'agent without ids': peer('agent', null, null),
  'user without id': peer('user', null, 0),
  'no role': peer('', 1, 7),
};
type Name = keyof typeof peers;

const anyManagerOrAgent = Object.keys(peers).filter((name) => /manager|agent/.test(name)) as Name[];
const table: Record<VerifierKind, Name[]> = {
  'agent-server': ['director', 'own manager', 'own agent'],
  'manager-server': ['director', 'own user', 'own manager', "manager of the user's other application"],
  'manager-client': ['director', 'own manager', 'own agent'],
  'agent-client': ['own agent'],
  'user-client': ['director', 'own manager', "manager of the user's other application"],
  'director-client': anyManagerOrAgent,
};

describe('the acceptance table (reference §5.2)', () => {
  for (const kind of Object.keys(table) as VerifierKind[]) {
    for (const name of Object.keys(peers) as Name[]) {
      const expected = table[kind].includes(name);
      test(`${kind} ${expected ? 'accepts' : 'refuses'} ${name}`, () => {
        expect(accepts({ kind, uid: 1, serviceLocator: 7 }, peers[name])).toBe(expected);
      });
    }
  }

  test('a verifier without ids is not the same as a peer without ids', () => {
    const nobody = { uid: null, serviceLocator: null };
    expect(accepts({ kind: 'agent-server', ...nobody }, peers['manager without ids'])).toBe(false);
    expect(accepts({ kind: 'manager-server', ...nobody }, peers['user without id'])).toBe(false);
  });
});

describe('the peer of a certificate', () => {
  test('has its fields and serial', () => {
    const subject = { UID: '3', serviceLocator: '12', CN: 'ConPaaS', role: 'agent' };
    expect(peerOf({ subject, serialNumber: '0A' })).toEqual({
      role: 'agent',
      uid: 3,
      serviceLocator: 12,
      commonName: 'ConPaaS',
      serial: '0A',
    });
  });

  test.each(['-1', '1.5', '0x1', ' 1', '1e3', '', '9'.repeat(16)])('has no uid when the field is "%s"', (UID) => {
    expect(peerOf({ subject: { UID } })?.uid).toBeNull();
  });

  test('has no value where a field occurs twice', () => {
    expect(peerOf({ subject: { UID: ['1', '2'], role: ['user', 'frontend'] } })).toMatchObject({ uid: null, role: '' });
  });

  test('is none without a certificate', () => {
    expect(peerOf({})).toBeUndefined();
  });
});
