import { z } from 'zod';
import { ConpaasError } from '../../contract/errors.ts';
import type { Call } from '../call.ts';
import { type ArgumentDefinition, type CommandDefinition, serviceArguments } from '../definition.ts';
import { serviceOf } from '../resolve.ts';
import { callMethod } from '../service-method.ts';

const type = 'xtreemfs';
const policyType: ArgumentDefinition = {
  name: 'policy_type',
  description: 'type of policy',
  choices: ['osd_sel', 'replica_sel', 'replication', 'striping'],
};

async function list(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const result = z.object({ policies: z.string() });
  const answer = await callMethod(call, service, { method: `list_${call.argument('policy_type')}_policies`, result });
  call.session.answer(answer, () => answer.policies);
}

/** What some types need beside the policy, by the names of the options and of the manager's parameters. */
const needed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  replication: { factor: 'factor' },
  striping: { width: 'width', size: 'stripe-size' },
};

function numbersOf(call: Call, policyType: string): Record<string, number> {
  const entries = Object.entries(needed[policyType] ?? {}).map(([parameter, name]) => {
    const value = call.integer(parameter);
    if (value === undefined) throw new ConpaasError('POLICY_PARAMETER_MISSING', { parameter, policyType });
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

async function set(call: Call): Promise<void> {
  const policyType = call.argument('policy_type');
  const numbers = numbersOf(call, policyType);
  const service = await serviceOf(call, type);
  const parameters = { volumeName: call.argument('volume_name'), policy: call.argument('policy'), ...numbers };
  const result = z.object({ stdout: z.string() });
  const answer = await callMethod(call, service, { method: `set_${policyType}_policy`, parameters, result });
  call.session.answer(answer, () => answer.stdout);
}

export const policyCommands: readonly CommandDefinition[] = [
  {
    name: 'list_policies',
    summary: 'list the policies of a type',
    arguments: [...serviceArguments, policyType],
    run: list,
  },
  {
    name: 'set_policy',
    summary: 'set a policy of a volume',
    arguments: [
      ...serviceArguments,
      policyType,
      { name: 'policy', description: 'name of the policy (list_policies shows it)' },
      { name: 'volume_name', description: 'name of a volume' },
    ],
    options: [
      { flags: '--factor <FACTOR>', description: 'replication factor', integer: true },
      { flags: '--width <WIDTH>', description: 'number of OSDs that a file is striped over', integer: true },
      { flags: '--size <SIZE>', description: 'size of a stripe', integer: true },
    ],
    run: set,
  },
];
