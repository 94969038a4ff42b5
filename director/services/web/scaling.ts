import { ConpaasError } from '../../contract/errors.ts';
import { newest } from '../removal.ts';
import type { ServiceNode } from '../service-type.ts';

export type WebRole = 'proxy' | 'web' | 'backend';
export type WebCounts = Readonly<Record<string, number>>;

/** The role of the one node a service starts with. */
export const packedRole = 'proxybackendweb';

/** A node, as far as these rules look at it. */
type WithRole = Pick<ServiceNode, 'role'>;
const isProxy = (node: WithRole) => node.role === packedRole || node.role === 'proxy';
const alone = <N extends WithRole>(nodes: readonly N[], role: WebRole) => nodes.filter((node) => node.role === role);

/**
 * Which node plays which roles (reference §8.3): separate web and backend nodes take the role off the packed node, and it
 * goes back when there is none left. The oldest proxy is the packed node, or stands in for it where it is lost.
 */
export function assignRoles(nodes: readonly ServiceNode[]): Map<string, WebRole[]> {
  const [carrier] = nodes.filter(isProxy);
  const packed: WebRole[] = (['backend', 'web'] as const).filter((role) => alone(nodes, role).length === 0);
  return new Map(
    nodes.map((node): [string, WebRole[]] => {
      if (!isProxy(node)) return [node.id, [node.role as WebRole]];
      return [node.id, node === carrier ? ['proxy', ...packed] : ['proxy']];
    }),
  );
}

function proxyRuleHolds(proxies: number, webs: number, backends: number): boolean {
  return proxies <= 1 || (webs > 0 && backends > 0);
}

/** @throws PROXY_RULE */
export function checkAdd(counts: WebCounts, nodes: readonly WithRole[]): void {
  const proxies = nodes.filter(isProxy).length + (counts.proxy ?? 0);
  const webs = alone(nodes, 'web').length + (counts.web ?? 0);
  const backends = alone(nodes, 'backend').length + (counts.backend ?? 0);
  if ((counts.proxy ?? 0) > 0 && !proxyRuleHolds(proxies, webs, backends)) throw new ConpaasError('PROXY_RULE');
}

/** The newest nodes of each role. @throws NOT_ENOUGH_LEFT */
export function chooseRemoved(counts: WebCounts, nodes: readonly ServiceNode[]): ServiceNode[] {
  const proxies = nodes.filter(isProxy);
  const proxiesLeft = proxies.length - (counts.proxy ?? 0);
  if (proxiesLeft < 1) throw new ConpaasError('NOT_ENOUGH_LEFT', { role: 'proxy' });
  const removed = newest(proxies, counts.proxy ?? 0);
  for (const role of ['web', 'backend'] as const) {
    const candidates = alone(nodes, role);
    const left = candidates.length - (counts[role] ?? 0);
    // Only a single proxy can take the role back.
    const none = left === 0 && (counts[role] ?? 0) > 0 && proxiesLeft > 1;
    if (left < 0 || none) throw new ConpaasError('NOT_ENOUGH_LEFT', { role });
    removed.push(...newest(candidates, counts[role] ?? 0));
  }
  return removed;
}
