import { Group, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { command } from '../../actions/command-line.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { CommandLine } from '../../components/command-hint.tsx';
import { Section } from '../../components/section.tsx';
import { useRoleTitle } from '../../components/use-service-type.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import { LogView } from './log-view.tsx';

/** Where agents write what scripts print (reference §8.6). */
const outputs = ['agent.out', 'agent.err'] as const;

/** What the scripts of a node print, live. */
export function ScriptOutput({ target: { service } }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const { value } = useEntry(useModel().nodes, serviceKey(service));
  const titleOf = useRoleTitle(service.type);
  const [chosen, setChosen] = useState<string | null>(null);
  const [output, setOutput] = useState<(typeof outputs)[number]>('agent.out');
  const nodes = value?.filter(({ logs }) => logs.some(({ filename }) => filename === output)) ?? [];
  const node = nodes.find(({ id }) => id === chosen) ?? nodes[0];
  if (!node) return null;
  return (
    <Section title={t('scripts.output')}>
      <Group align="flex-end" gap="sm">
        <Select
          label={t('logs.node')}
          data={nodes.map(({ id, address, roles }) => ({
            value: id,
            label: `${address} (${roles.map(titleOf).join(', ')})`,
          }))}
          value={node.id}
          allowDeselect={false}
          onChange={setChosen}
          style={{ flex: '1 1 16rem' }}
        />
        <SegmentedControl
          aria-label={t('scripts.output')}
          value={output}
          onChange={(value) => setOutput(outputs.find((one) => one === value) ?? 'agent.out')}
          data={outputs.map((value) => ({
            value,
            label: t(`scripts.outputs.${value === 'agent.out' ? 'out' : 'err'}`),
          }))}
        />
      </Group>
      <LogView aid={service.aid} sid={service.sid} nodeId={node.id} filename={output} />
      <CommandLine
        label={t('command.title')}
        command={command(service.type, 'get_agent_log', service.aid, service.sid, node.id, '--filename', output)}
      />
    </Section>
  );
}
