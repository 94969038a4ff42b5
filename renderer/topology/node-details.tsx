import { Anchor, Code, DataList, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Node } from '../../director/contract/service.ts';
import { bind } from '../actions/action.ts';
import { replaceNode } from '../actions/node-actions.ts';
import type { ServiceTarget } from '../actions/service-actions.ts';
import { ActionButton } from '../components/action-button.tsx';
import { lookOfNode, lookOfServer } from '../components/look.ts';
import { StatusBadge, StatusIcon } from '../components/status-badge.tsx';
import { useRoleTitle } from '../components/use-service-type.ts';
import { useModel } from '../model-context.ts';
import { paths } from '../routes.ts';

/** Everything known of a node. */
export function NodeDetails({ node, target }: { node: Node; target: ServiceTarget }) {
  const { t } = useTranslation();
  const model = useModel();
  const titleOf = useRoleTitle(target.service.type);
  const replace = bind(replaceNode, { ...target, node }, model, { key: node.id, subject: node.address });
  const facts: [label: string, value: string][] = [
    [t('node.roles'), node.roles.map((role) => weighted(titleOf(role), node.weights[role])).join(', ')],
    [t('node.address'), node.address],
    [t('node.id'), node.id],
    [t('node.cloud'), node.cloud],
  ];
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <StatusBadge look={lookOfNode(node.state)} />
        <Anchor
          component={Link}
          href={`${paths.service(target.service, 'logs')}?node=${encodeURIComponent(node.id)}`}
          size="sm"
        >
          {t('node.showLogs')}
        </Anchor>
      </Group>
      {node.why && <Text size="sm">{node.why}</Text>}
      <DataList size="sm" gap={4} labelWidth="5.5rem">
        {facts.map(([label, value]) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>{label === t('node.id') ? <Code>{value}</Code> : value}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
      {node.servers.map((server) => (
        <Group key={server.name} gap={6} wrap="nowrap">
          <StatusIcon look={lookOfServer(server.state)} />
          <Text size="sm">{server.name}</Text>
          <Text size="xs" c="dimmed">
            {lookOfServer(server.state).label}
            {server.restarts > 0 && `, ${t('node.restarts', { count: server.restarts })}`}
            {server.why && `: ${server.why}`}
          </Text>
        </Group>
      ))}
      {node.state === 'lost' && <ActionButton action={replace} />}
    </Stack>
  );
}

/** A weight of 100 is the usual one and needs no word. */
export function weighted(title: string, weight: number | undefined): string {
  return weight === undefined || weight === 100 ? title : `${title} (${weight})`;
}
