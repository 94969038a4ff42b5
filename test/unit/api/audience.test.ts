import { describe, expect, it } from 'vitest';
import type { Audience, RouteDefinition } from '../../../director/contract/route.ts';
import { routes } from '../../../director/contract/routes.ts';
import type { Peer } from '../../../director/wire/trust.ts';
import { administratorUid, aPath, as, peer, serverUnderTest } from './server-under-test.ts';

const callers: { who: string; peer: Peer | undefined; may: Audience[]; otherwise: number }[] = [
  { who: 'nobody', peer: undefined, may: ['public'], otherwise: 401 },
  { who: 'a user', peer: peer('user', 1, 0), may: ['public', 'user'], otherwise: 403 },
  {
    who: 'an administrator',
    peer: peer('user', administratorUid, 0),
    may: ['public', 'user', 'administrator'],
    otherwise: 403,
  },
  { who: 'another user', peer: peer('user', 2, 0), may: ['public', 'user'], otherwise: 403 },
  { who: 'a certificate without a user', peer: peer('user', null, 0), may: ['public'], otherwise: 401 },
  { who: 'a manager', peer: peer('manager', 1, 7), may: ['public', 'manager'], otherwise: 403 },
  { who: 'a manager of no application', peer: peer('manager', 1, null), may: ['public'], otherwise: 403 },
  { who: 'an agent', peer: peer('agent', 1, 7), may: ['public'], otherwise: 403 },
  { who: 'a Director', peer: peer('frontend', 1, 0), may: ['public'], otherwise: 403 },
];
const table = Object.entries(routes) as [string, RouteDefinition][];

describe.each(callers)('$who', ({ peer: who, may, otherwise }) => {
  const { server } = serverUnderTest();
  it.each(table)('is let through to %s, or is not, by the audience of the route', async (_name, route) => {
    const answer = await server.inject({
      method: route.method,
      url: aPath(route.path),
      headers: who ? as(who) : {},
      ...(route.body ? { payload: {} } : {}),
    });
    if (may.includes(route.audience)) expect([401, 403]).not.toContain(answer.statusCode);
    else expect(answer.statusCode).toBe(otherwise);
  });
});

describe('what a handler is told of its caller', () => {
  it('is the user of the certificate, and for a manager its application', async () => {
    const seen: unknown[] = [];
    const { server } = serverUnderTest({
      handlers: {
        listApplications: async ({ caller }) => {
          seen.push(caller);
          return [];
        },
        destroyNodes: async ({ caller }) => void seen.push(caller),
      },
    });
    await server.inject({ method: 'GET', url: '/api/applications', headers: as(peer('user', 5, 0)) });
    const nodes = { method: 'POST', url: '/api/manager/nodes/remove', payload: { ids: ['a'] } } as const;
    await server.inject({ ...nodes, headers: as(peer('manager', 5, 9)) });
    expect(seen).toEqual([
      { kind: 'certificate', uid: 5, role: 'user', administrator: false },
      { kind: 'manager', uid: 5, role: 'manager', aid: 9 },
    ]);
  });

  it('refuses before it reads the body', async () => {
    const { server } = serverUnderTest();
    const answer = await server.inject({
      method: 'POST',
      url: '/api/applications',
      headers: { 'content-type': 'application/json' },
      payload: '{ not json',
    });
    expect(answer.json()).toMatchObject({ code: 'CERTIFICATE_REQUIRED' });
  });
});
