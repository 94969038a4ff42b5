import { ConpaasError } from '../../contract/errors.ts';
import type { Node } from '../../contract/service.ts';
import type { Call } from '../call.ts';
import { type CommandDefinition, nodeArgument, serviceArguments } from '../definition.ts';
import { serviceOf } from '../resolve.ts';
import { formatTable } from '../table.ts';

/** Roles among whose nodes the proxies share the load. */
const roles = ['web', 'backend'] as const;
type Role = (typeof roles)[number];
const usual = 100;

const weightOf = (node: Node, role: Role): number => node.weights[role] ?? usual;

async function list(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const nodes = await (await call.session.client()).listNodes({ params: { aid, sid } });
  const rows = roles.flatMap((role) =>
    nodes
      .filter((node) => node.roles.includes(role))
      .map((node) => ({ role, agent_id: node.id, ip: node.address, weight: weightOf(node, role) })),
  );
  call.session.answer(rows, () =>
    rows.length > 0 ? formatTable(['role', 'agent_id', 'ip', 'weight'], rows) : 'No existing nodes.',
  );
}

async function set(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const id = call.argument('agent_id');
  const weight = Number(call.argument('weight'));
  const only = call.text('role');
  const client = await call.session.client();
  const nodes = await client.listNodes({ params: { aid, sid } });
  const changed = (node: Node, role: Role) => node.id === id && (only ?? role) === role;
  if (!nodes.some((node) => roles.some((role) => node.roles.includes(role) && changed(node, role))))
    throw new ConpaasError('NODE_NOT_FOUND', { role: only ?? 'web or backend' });
  const weightsOf = (role: Role) =>
    Object.fromEntries(
      nodes
        .filter((node) => node.roles.includes(role))
        .map((node) => [node.id, changed(node, role) ? weight : weightOf(node, role)]),
    );
  await client.setWeights({ params: { aid, sid }, body: { web: weightsOf('web'), backend: weightsOf('backend') } });
  call.session.answer({}, () => `Weight of node '${id}' set to ${weight}.`);
}

/** Commands for the share of the load that each node gets. */
export const weightCommands = (type: string): CommandDefinition[] => [
  {
    name: 'list_weights',
    summary: 'list the share of the load of each node',
    arguments: serviceArguments,
    run: (call) => list(call, type),
  },
  {
    name: 'set_weight',
    summary: 'change the share of the load of a node',
    arguments: [
      ...serviceArguments,
      nodeArgument,
      {
        name: 'weight',
        description: `0 (none) to 256; ${usual} is usual`,
        form: { pattern: /^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-6])$/, words: 'a whole number from 0 to 256' },
      },
    ],
    options: [{ flags: '--role <ROLE>', description: 'in this role only', choices: roles }],
    run: (call) => set(call, type),
  },
];
