import type { Node } from '../../director/contract/service.ts';
import { t } from '../i18n.ts';

export type Nodes = readonly Pick<Node, 'roles'>[];

export function countOf(nodes: Nodes, role: string): number {
  return nodes.filter((node) => node.roles.includes(role)).length;
}

/** Nodes that play this role and no other. */
export function separateOf(nodes: Nodes, role: string): number {
  return nodes.filter((node) => node.roles.length === 1 && node.roles[0] === role).length;
}

/** Whether a web service (proxy, web, backend) could take one more node of the role; if not, why. The manager decides in the end. */
export function canAdd(nodes: Nodes, role: string): true | string {
  if (role !== 'proxy') return true;
  if (separateOf(nodes, 'web') > 0 && separateOf(nodes, 'backend') > 0) return true;
  return t('scaling.proxyRule');
}

/** Whether one node of the role can go; if not, why. */
export function canRemove(nodes: Nodes, role: string): true | string {
  const isWebService = countOf(nodes, 'proxy') > 0;
  const separate = separateOf(nodes, role);
  if (isWebService && role === 'proxy') return countOf(nodes, role) > 1 ? true : t('scaling.keepOne');
  // Of other types the last node stays, whatever its role.
  if (!isWebService) return nodes.length > 1 && countOf(nodes, role) > 0 ? true : t('scaling.keepOne');
  if (separate === 0) return t('scaling.sharedNode');
  // The last one of its own may go only where a node is left that can take the role over: the one proxy.
  return separate > 1 || countOf(nodes, 'proxy') === 1 ? true : t('scaling.proxiesNeedIt');
}
