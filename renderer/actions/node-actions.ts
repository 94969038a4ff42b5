import { IconMinus, IconPlus, IconRefresh, IconScale } from '@tabler/icons-react';
import type { Node } from '../../director/contract/service.ts';
import { t } from '../i18n.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { canAdd, canRemove, type Nodes } from './scaling.ts';
import { available, running, type ServiceTarget } from './service-actions.ts';

/** A role of a service with its nodes as they are now. */
export interface RoleTarget extends ServiceTarget {
  role: string;
  roleTitle: string;
  nodes: Nodes;
}

const params = ({ service: { aid, sid } }: ServiceTarget) => ({ aid, sid });

function scaling({ service: { type, aid, sid }, role }: RoleTarget, name: string): string {
  return command(type, name, aid, sid, `--${role}`, 1);
}

export const addNode: Action<RoleTarget> = {
  id: 'node.add',
  icon: IconPlus,
  label: ({ roleTitle }) => t('action.addNode', { role: roleTitle }),
  enabled(target) {
    const possible = running(target);
    return possible === true ? canAdd(target.nodes, target.role) : possible;
  },
  instances: () => 1,
  cli: (target) => scaling(target, 'add_nodes'),
  async run(target, { client, operations }) {
    operations.put(await client.addNodes({ params: params(target), body: { nodes: { [target.role]: 1 } } }));
  },
};

export const removeNode: Action<RoleTarget> = {
  id: 'node.remove',
  icon: IconMinus,
  label: ({ roleTitle }) => t('action.removeNode', { role: roleTitle }),
  enabled(target) {
    const possible = running(target);
    return possible === true ? canRemove(target.nodes, target.role) : possible;
  },
  cli: (target) => scaling(target, 'remove_nodes'),
  async run(target, { client, operations }) {
    operations.put(await client.removeNodes({ params: params(target), body: { nodes: { [target.role]: 1 } } }));
  },
};

export const replaceNode: Action<ServiceTarget & { node: Node }> = {
  id: 'node.replace',
  icon: IconRefresh,
  tone: 'primary',
  label: () => t('action.replaceNode'),
  enabled: (target) => (target.node.state === 'lost' ? available(target) : t('reason.nodeIsThere')),
  cli: ({ service: { aid, sid }, node }) => command('service', 'replace_node', aid, sid, node.id),
  async run(target, { client, operations }) {
    const place = { ...params(target), nodeId: target.node.id };
    operations.put(await client.replaceNode({ params: place }));
  },
};

/** Share of the load of one node in one role. */
export interface WeightTarget extends ServiceTarget {
  node: Node;
  role: 'web' | 'backend';
  weight: number;
}

export const setWeight: Action<WeightTarget> = {
  id: 'node.weight',
  icon: IconScale,
  label: () => t('action.setWeight'),
  enabled: running,
  async run(target, { client }) {
    const weights = { web: {}, backend: {}, [target.role]: { [target.node.id]: target.weight } };
    await client.setWeights({ params: params(target), body: weights });
  },
};
