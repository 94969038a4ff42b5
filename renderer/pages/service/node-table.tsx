import { Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Node } from '../../../director/contract/service.ts';
import { bind } from '../../actions/action.ts';
import { replaceNode } from '../../actions/node-actions.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { lookOfNode } from '../../components/look.ts';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useRoleTitle, useServiceType } from '../../components/use-service-type.ts';
import { useModel } from '../../model-context.ts';
import { NodeWeight } from './node-weight.tsx';

interface NodeTableProps {
  target: ServiceTarget;
  nodes: readonly Node[];
}

/** Roles among whose nodes a proxy shares the load. */
const weightedRoles = ['web', 'backend'] as const;

/** Every node with its health and its share of the load. */
export function NodeTable({ target, nodes }: NodeTableProps) {
  const { t } = useTranslation();
  const model = useModel();
  const titleOf = useRoleTitle(target.service.type);
  const type = useServiceType(target.service.type);
  const weighted = weightedRoles.filter((role) => type?.roles.some((one) => one.role === role));
  return (
    <Section title={t('node.title', { count: nodes.length })}>
      <Table.ScrollContainer minWidth={620}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('node.address')}</Table.Th>
              <Table.Th scope="col">{t('node.roles')}</Table.Th>
              <Table.Th scope="col">{t('node.state')}</Table.Th>
              {weighted.length > 0 && <Table.Th scope="col">{t('node.weight')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {nodes.map((node) => {
              const replace = bind(replaceNode, { ...target, node }, model, { key: node.id, subject: node.address });
              return (
                <Table.Tr key={node.id}>
                  <Table.Th scope="row" fw={500}>
                    {node.address}
                    <Text size="xs" c="dimmed">
                      {node.id}
                    </Text>
                  </Table.Th>
                  <Table.Td>{node.roles.map(titleOf).join(', ')}</Table.Td>
                  <Table.Td>
                    <Group gap="xs">
                      <StatusBadge look={lookOfNode(node.state)} />
                      {node.state === 'lost' && (
                        <>
                          <ActionButton action={replace} size="xs" named />
                          <CommandHint actions={[replace]} subject={node.address} />
                        </>
                      )}
                    </Group>
                    {node.why && (
                      <Text size="xs" c="dimmed">
                        {node.why}
                      </Text>
                    )}
                  </Table.Td>
                  {weighted.length > 0 && (
                    <Table.Td>
                      <Group gap="xs">
                        {weighted
                          .filter((role) => node.roles.includes(role))
                          .map((role) => (
                            <NodeWeight key={role} target={target} node={node} role={role} title={titleOf(role)} />
                          ))}
                      </Group>
                    </Table.Td>
                  )}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
