import { ConpaasError } from '../../contract/errors.ts';
import type { NodeCounts } from '../../contract/service.ts';
import type { Call } from '../call.ts';
import { tellCost } from '../credit-notes.ts';
import {
  type CommandDefinition,
  cloudOption,
  nodeArgument,
  type OptionDefinition,
  serviceArguments,
} from '../definition.ts';
import { serviceOf } from '../resolve.ts';
import { formatTable } from '../table.ts';
import type { TypedGroup } from '../typed-group.ts';
import { waitAloud } from '../waiting.ts';

function invalidCount(count: number): ConpaasError {
  return Object.assign(new ConpaasError('NODES_INVALID'), { message: `Invalid number of nodes ${count}.` });
}

/** The numbers given; where they are all zero or none is given, the group's defaults. */
function countsOf(call: Call, { roles }: TypedGroup): { nodes: NodeCounts; total: number } {
  const given = Object.keys(roles).map((role) => [role, call.integer(role) ?? 0] as const);
  const negative = given.find(([, count]) => count < 0);
  if (negative) throw invalidCount(negative[1]);
  const asked = given.filter(([, count]) => count > 0);
  const chosen = asked.length > 0 ? asked : Object.entries(roles).filter(([, count]) => count > 0);
  return { nodes: Object.fromEntries(chosen), total: chosen.reduce((sum, [, count]) => sum + count, 0) };
}

async function addNodes(call: Call, group: TypedGroup): Promise<void> {
  const { nodes, total } = countsOf(call, group);
  const { aid, sid } = await serviceOf(call, group.type);
  await tellCost(call, total);
  const operation = await (await call.session.client()).addNodes({
    params: { aid, sid },
    body: { nodes, ...call.cloud },
  });
  await waitAloud(call, operation, `Starting ${total} new nodes for service ${sid} of application ${aid}`);
}

async function removeNodes(call: Call, group: TypedGroup): Promise<void> {
  const { nodes, total } = countsOf(call, group);
  const { aid, sid } = await serviceOf(call, group.type);
  const operation = await (await call.session.client()).removeNodes({ params: { aid, sid }, body: { nodes } });
  await waitAloud(call, operation, `Removing ${total} nodes for service ${sid} of application ${aid}`);
}

async function listNodes(call: Call, { type }: TypedGroup): Promise<void> {
  const { session } = call;
  const { aid, sid } = await serviceOf(call, type);
  const nodes = await (await session.client()).listNodes({ params: { aid, sid } });
  // A packed node has a line for each role it plays.
  const rows = nodes.flatMap(({ id, address, cloud, roles }) =>
    roles.map((role) => ({ aid, sid, role, ip: address, agent_id: id, cloud })),
  );
  rows.sort((a, b) => a.ip.localeCompare(b.ip, 'en', { numeric: true }));
  session.answer(nodes, () =>
    rows.length > 0 ? formatTable(['aid', 'sid', 'role', 'ip', 'agent_id', 'cloud'], rows) : 'No existing nodes.',
  );
  for (const { id, state, why } of nodes)
    if (state === 'lost' || state === 'degraded')
      session.warn(`Node ${id} is ${state}: ${why ?? 'no reason is known'}`);
}

async function replaceNode(call: Call, { type }: TypedGroup): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const nodeId = call.argument('agent_id');
  const operation = await (await call.session.client()).replaceNode({ params: { aid, sid, nodeId } });
  await waitAloud(call, operation, `Replacing node '${nodeId}' of service ${sid} of application ${aid}`);
}

function roleOptions({ roles }: TypedGroup, verb: string): OptionDefinition[] {
  return Object.entries(roles).map(([role, count]) => ({
    flags: `--${role} <COUNT>`,
    description: `number of ${role === 'count' ? '' : `${role} `}nodes to ${verb} (default ${count})`,
    integer: true,
  }));
}

/** Commands for the nodes of a service. */
export function nodeCommands(group: TypedGroup): CommandDefinition[] {
  return [
    {
      name: 'add_nodes',
      summary: 'add nodes to a service',
      arguments: serviceArguments,
      options: [...roleOptions(group, 'add'), cloudOption],
      waits: true,
      run: (call) => addNodes(call, group),
    },
    {
      name: 'remove_nodes',
      summary: 'remove nodes from a service',
      arguments: serviceArguments,
      options: roleOptions(group, 'remove'),
      waits: true,
      run: (call) => removeNodes(call, group),
    },
    {
      name: 'list_nodes',
      summary: 'list the nodes of a service',
      arguments: serviceArguments,
      run: (call) => listNodes(call, group),
    },
    {
      name: 'replace_node',
      summary: 'put a new node in the place of a lost one',
      arguments: [...serviceArguments, nodeArgument],
      waits: true,
      run: (call) => replaceNode(call, group),
    },
  ];
}
