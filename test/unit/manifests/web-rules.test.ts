import { describe, expect, it } from 'vitest';
import { manifestRules } from '../../../director/services/manifest-rules.ts';
import { definition } from '../../../director/services/php/definition.ts';
import type { ServiceNode } from '../../../director/services/service-type.ts';
import { assignRoles } from '../../../director/services/web/scaling.ts';

const rules = manifestRules(definition);

/** The nodes of a service that a manifest made, with the roles that the manager of web services gives them. */
function nodesOf(totals: Record<string, number>, separate: string[] = []) {
  const added = Object.entries(rules.additional({ totals, separate })).flatMap(([role, count]) =>
    Array<string>(count).fill(role),
  );
  const nodes = ['proxybackendweb', ...added].map((role, order): ServiceNode => {
    const place = { vmid: `${order}`, address: '127.0.0.1', cloud: 'local', ports: {}, weights: {} };
    return { id: `${order}`, role, order, ...place, state: 'running', why: null, servers: [] };
  });
  const roles = assignRoles(nodes);
  return nodes.map(({ id, role }) => ({ role, roles: roles.get(id) ?? [] }));
}

describe('numbers of nodes of a web service', () => {
  it.each([
    ['nothing', {}, 1],
    ['one of each', { proxy: 1, web: 1, backend: 1 }, 1],
    ['two backends', { backend: 2 }, 3],
    ['three backends and two web nodes', { web: 2, backend: 3 }, 6],
    ['two proxies', { proxy: 2, web: 1, backend: 1 }, 4],
    ['two of each', { proxy: 2, web: 2, backend: 2 }, 6],
  ])('for %s play the roles that were wanted', (_, totals, count) => {
    const nodes = nodesOf(totals);
    expect(nodes).toHaveLength(count);
    expect(rules.wanted(nodes).totals).toEqual({ proxy: 1, web: 1, backend: 1, ...totals });
  });

  it.each([
    [{}, []],
    [{ backend: 1 }, ['backend']],
    [{ web: 1, backend: 1 }, ['web', 'backend']],
    [{ web: 1, backend: 3 }, ['web']],
    [{ proxy: 3, web: 1, backend: 1 }, []],
    [{ proxy: 1, web: 2, backend: 2 }, []],
  ])('as exported for %j with %j apart make the same nodes again', (totals, separate) => {
    const nodes = nodesOf(totals, separate);
    const wanted = rules.wanted(nodes);
    expect(wanted.separate).toEqual(separate);
    expect(nodesOf({ ...wanted.totals }, [...wanted.separate])).toEqual(nodes);
  });
});
