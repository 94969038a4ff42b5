import { ConpaasError } from '../../contract/errors.ts';
import { countRoles } from '../manifest-rules.ts';
import type { ManifestRules, RoleCounts, WantedInstances } from '../manifest-type.ts';
import { checkAdd, packedRole, type WebRole } from './scaling.ts';

const roles: readonly WebRole[] = ['proxy', 'web', 'backend'];
const firstNode = { role: packedRole };

/**
 * Totals count the nodes that play a role. One web or backend node is the first node itself, unless there are more proxies or the
 * manifest wants it apart; more than one are nodes of their own, as the first one leaves the role to them (reference §8.3).
 * @throws NOT_ENOUGH_LEFT for none of a role, PROXY_RULE for several proxies whose web and backend nodes are not told
 */
function additional({ totals, separate }: WantedInstances): RoleCounts {
  for (const role of roles) if (totals[role] === 0) throw new ConpaasError('NOT_ENOUGH_LEFT', { role });
  const proxies = (totals.proxy ?? 1) - 1;
  const own = (role: WebRole) => {
    const total = totals[role];
    if (total !== undefined && (total > 1 || proxies > 0)) return total;
    return separate.includes(role) ? 1 : 0;
  };
  const counts = { proxy: proxies, web: own('web'), backend: own('backend') };
  checkAdd(counts, [firstNode]);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** What manifests say of php and java services. */
export const webManifestRules: Partial<ManifestRules> = {
  fields: ['SeparateRoles', 'LiftSubfolder', 'Environment'],
  starting: { proxy: 1, web: 1, backend: 1 },
  additional,
  wanted(nodes) {
    const totals = countRoles(nodes);
    const alone = (role: WebRole) => totals[role] === 1 && nodes.some((node) => node.role === role);
    return { totals, separate: totals.proxy === 1 ? roles.filter((role) => role !== 'proxy' && alone(role)) : [] };
  },
};
