import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience, RouteDefinition } from '../../director/contract/route.ts';
import { type RouteName, routes } from '../../director/contract/routes.ts';
import type { Answer, Question } from './authorisation/requests.ts';
import { type Row, rows } from './authorisation/rows.ts';
import { makeThings, missingThings, type Things } from './authorisation/things.ts';
import { type ColumnName, openWorld, type World } from './authorisation/world.ts';

/**
 * What comes of a request: "let in"; "unknown", let in, but what it is about is answered exactly as if it did not exist; or the
 * code of the refusal.
 */
type Outcome = 'let in' | 'unknown' | string;

const refused: Record<string, Outcome> = {
  'no certificate': 'CERTIFICATE_REQUIRED',
  'a certificate of another authority': 'CERTIFICATE_REQUIRED',
  'an expired certificate': 'CERTIFICATE_EXPIRED',
  'a certificate that is not yet valid': 'CERTIFICATE_NOT_YET_VALID',
  'a revoked certificate': 'CERTIFICATE_REVOKED',
  'a certificate of a user who was deleted': 'CALLER_UNKNOWN',
  'a certificate of a disabled user': 'USER_DISABLED',
  'an agent': 'FORBIDDEN',
  'the Director itself': 'CERTIFICATE_REQUIRED',
  'no session': 'NOT_SIGNED_IN',
  'a made-up session': 'NOT_SIGNED_IN',
  'an ended session': 'NOT_SIGNED_IN',
  'a session of a disabled user': 'USER_DISABLED',
};
const managers = (own: Outcome, others: Outcome) => ({
  'a manager': own,
  'a manager of another application': others,
  "another user's manager": others,
});
const users = (own: Outcome, others: Outcome, administrators: Outcome) => ({
  'the user': own,
  'another user': others,
  'an administrator': administrators,
  'the session': own,
  "another user's session": others,
  "an administrator's session": administrators,
});

/** The table: audience × who asks. */
const expected: Record<Exclude<Audience, 'public'>, Record<string, Outcome>> = {
  user: { ...refused, ...managers('FORBIDDEN', 'FORBIDDEN'), ...users('let in', 'unknown', 'unknown') },
  administrator: {
    ...refused,
    ...managers('FORBIDDEN', 'FORBIDDEN'),
    ...users('ADMINISTRATOR_REQUIRED', 'ADMINISTRATOR_REQUIRED', 'let in'),
  },
  manager: { ...refused, ...managers('let in', 'unknown'), ...users('FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN') },
};

/** Codes by which access is refused, as against what a route itself has to say. */
const refusals = new Set([
  ...Object.values(refused),
  'ADMINISTRATOR_REQUIRED',
  'CERTIFICATE_UNKNOWN',
  'WRONG_HOST',
  'WRONG_ORIGIN',
]);

let world: World;

function question(route: RouteDefinition, row: Row, things: Things): Question {
  const values = row.about?.(things) ?? {};
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const query = new URLSearchParams(
    Object.entries(row.query?.(things) ?? {}).map(([key, value]) => [key, String(value)]),
  );
  const common = { method: route.method, path: query.size > 0 ? `${path}?${query}` : path };
  if (row.file !== undefined)
    return { ...common, body: row.file, headers: { 'content-type': 'application/octet-stream' } };
  if (!row.body) return common;
  return { ...common, body: JSON.stringify(row.body(things)), headers: { 'content-type': 'application/json' } };
}

const isAbout = (route: RouteDefinition, row: Row, things: Things, others: Things) =>
  JSON.stringify(question(route, row, things)) !== JSON.stringify(question(route, row, others));

/** The answer with the numbers and names of things, which it may repeat, taken out. */
function told({ status, body }: Answer, things: Things): string {
  const names = Object.values(things).sort((a, b) => String(b).length - String(a).length);
  return names.reduce<string>(
    (text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), '…'),
    `${status} ${body}`,
  );
}

/** All that is kept of things, to see that nobody touched them. */
function kept({ uid, aid, sid, vmid, serial, operation, session, volume }: Things) {
  const { store } = world;
  return {
    application: store.applications.get(aid),
    service: store.services.get(aid, sid),
    instance: store.instances.get(vmid),
    volume: store.volumes.find(aid, volume),
    certificate: store.certificates.get(serial),
    operation: store.operations.get(operation),
    session: store.sessions.list(uid).find(({ idHash }) => idHash.startsWith(session)),
  };
}

describe.each([
  ['A Director that is not shared', false],
  ['A Director that is shared on a network', true],
])('%s', (_kind, shared) => {
  beforeAll(async () => {
    world = await openWorld(shared);
  });
  afterAll(() => world?.close());

  describe.each(Object.entries(routes) as [RouteName, RouteDefinition][])('%s', (name, route) => {
    const row = rows[name];
    const things = () => {
      const { store, anna, managed } = world;
      return store.transaction(() => makeThings(store, anna, route.audience === 'manager' ? managed : undefined));
    };

    async function outcome(column: ColumnName, about: Things): Promise<Outcome> {
      const { ask } = world.columns[column];
      const answer = await ask(question(route, row, about));
      if (answer.code !== undefined && refusals.has(answer.code)) return answer.code;
      expect(answer.status, answer.body).not.toBe(500);
      if (answer.code === 'METHOD_NOT_ALLOWED' || (answer.code === 'NOT_FOUND' && name !== 'openSession'))
        return 'no such route';
      const missing = missingThings();
      if (!isAbout(route, row, about, missing)) return 'let in';
      const nothing = await ask(question(route, row, missing));
      return told(answer, about) === told(nothing, missing) ? 'unknown' : 'let in';
    }

    function expectation(column: ColumnName): Outcome {
      if (route.audience === 'public') return 'let in';
      const wanted = expected[route.audience][column] ?? 'a column without an expectation';
      const isAdministrator = column.startsWith('an administrator');
      const concerns = isAbout(route, row, missingThings(), { ...missingThings(), uid: 1, aid: 1, sid: 1 });
      if (wanted === 'unknown' && (!concerns || (isAdministrator && row.administratorsToo))) return 'let in';
      return wanted === 'let in' && row.silent ? 'unknown' : wanted;
    }

    it('lets in whom it is for, and tells others nothing', async () => {
      const untouched = things();
      const before = kept(untouched);
      const columns = (Object.keys(world.columns) as ColumnName[]).map((column) => ({
        column,
        wanted: expectation(column),
      }));
      const isOwners = (column: ColumnName) => 'uid' in world.columns[column] || expectation(column) === 'let in';
      const found: Record<string, Outcome> = {};
      for (const { column } of columns.filter(({ column }) => !isOwners(column)))
        found[column] = await outcome(column, untouched);
      expect(kept(untouched)).toEqual(before);
      // What the owner may do changes things, so each time it is done to new ones.
      for (const { column } of columns.filter(({ column }) => isOwners(column)))
        found[column] = await outcome(column, things());
      expect(found).toEqual(Object.fromEntries(columns.map(({ column, wanted }) => [column, wanted])));
    });
  });
});

it('There is a row for each route, and none for what is no route', () => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(routes).sort());
});
