import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LegacyDomain } from '../../director/legacy/domain.ts';
import type { LegacyRoute } from '../../director/legacy/route.ts';
import { legacyRoutes } from '../../director/legacy/routes/index.ts';
import { type LegacyWorld, legacyWorld, type OldUser } from './legacy/legacy-world.ts';
import type { OldCredentials } from './legacy/old-client.ts';

/** Every route there is. None is run here, so that none needs its domain. */
const routes = legacyRoutes({} as LegacyDomain);

const noUid = { status: 401, text: 'cert_required: client certificate does NOT provide UID' };
const refused = { status: 200, text: 'false' };
/** Anything that is neither of the two refusals: the route itself answered. */
const admitted = 'admitted';

type Expected = typeof noUid | typeof refused | typeof admitted;
/** Who may call which kind of route; one line for each caller, one column for each kind. */
const callers: Record<string, Record<LegacyRoute['caller'], Expected>> = {
  'no certificate': { public: admitted, user: noUid, manager: noUid },
  'a certificate of another authority': { public: admitted, user: noUid, manager: noUid },
  'an expired certificate': { public: admitted, user: noUid, manager: noUid },
  'a revoked certificate': { public: admitted, user: noUid, manager: noUid },
  'a certificate of nobody (the Director itself)': { public: admitted, user: noUid, manager: noUid },
  'the manager of a user who does not exist': { public: admitted, user: refused, manager: refused },
  'a disabled user': { public: admitted, user: noUid, manager: noUid },
  'a user': { public: admitted, user: admitted, manager: refused },
  'another user': { public: admitted, user: admitted, manager: refused },
  'an administrator': { public: admitted, user: admitted, manager: refused },
  'a manager': { public: admitted, user: refused, manager: admitted },
  'the manager of an application of somebody else': { public: admitted, user: refused, manager: refused },
  'a manager of no application': { public: admitted, user: refused, manager: refused },
  'an agent': { public: admitted, user: refused, manager: refused },
};

let world: LegacyWorld;
let user: OldUser;
let other: OldUser;
const certificates = new Map<string, OldCredentials | undefined>();

beforeAll(async () => {
  world = await legacyWorld();
  [user, other] = [await world.register('anna'), await world.register('ben')];
  const aid = await createApplication(user, 'shop');
  const otherAid = await createApplication(other, 'blog');
  const revoked = await world.register('carl');
  const [serial] = await world.serialsOf(revoked.uid);
  await world.owner.revokeCertificate({ params: { serial: serial ?? '' } });
  const disabled = await world.register('dora');
  await world.owner.updateUser({ params: { uid: disabled.uid }, body: { enabled: false } });
  const everybody: Record<keyof typeof callers, OldCredentials | undefined> = {
    'no certificate': undefined,
    'a certificate of another authority': await world.foreign(user.uid),
    'an expired certificate': await world.expired(user.uid),
    'a revoked certificate': revoked,
    'a certificate of nobody (the Director itself)': await world.directorCredentials(),
    'the manager of a user who does not exist': await world.instance('manager', 999_999, aid),
    'a disabled user': disabled,
    'a user': user,
    'another user': other,
    'an administrator': await world.administrator(),
    'a manager': await world.instance('manager', user.uid, aid),
    'the manager of an application of somebody else': await world.instance('manager', user.uid, otherAid),
    'a manager of no application': await world.instance('manager', user.uid, 0),
    'an agent': await world.instance('agent', user.uid, aid),
  };
  for (const [who, credentials] of Object.entries(everybody)) certificates.set(who, credentials);
});
afterAll(() => world.close());

async function createApplication(credentials: OldUser, name: string): Promise<number> {
  const { json } = await world.call('POST', '/createapp', { credentials, form: { name } });
  return (json as { aid: number }).aid;
}

/** An address of the route that reaches it and finds nothing to work on. */
const addressOf = (path: string) => path.replace(/:\w+\([^)]*\)/g, '999999').replace(/:\w+/g, 'nothing');

describe.each(Object.entries(callers))('%s', (who, byKind) => {
  const cells = routes.flatMap((route) =>
    route.methods.map((method) => ({ method, route, path: addressOf(route.path) })),
  );
  it.each(cells)('calls $method $path', async ({ method, route, path }) => {
    const { status, text } = await world.call(method, path, { credentials: certificates.get(who), form: { name: '' } });
    const expected = byKind[route.caller];
    if (expected === admitted) {
      expect(status).toBe(200);
      expect(text).not.toBe(refused.text);
    } else expect({ status, text }).toEqual(expected);
  });
});
