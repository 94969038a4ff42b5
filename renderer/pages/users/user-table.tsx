import { Anchor, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { UserOverview } from '../../../director/contract/user.ts';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { wholeNumber } from '../../components/format.ts';
import { lookOfUser } from '../../components/look.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useCredit } from '../../components/use-credit.ts';
import { useUserActions } from '../../components/use-user-actions.ts';
import { useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';

export function UserTable({ users }: { users: readonly UserOverview[] }) {
  const { t } = useTranslation();
  const credit = useCredit();
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('users.user')}</Table.Th>
            <Table.Th scope="col">{t('users.state')}</Table.Th>
            {credit && (
              <Table.Th scope="col" ta="right">
                {t('navigation.credits')}
              </Table.Th>
            )}
            <Table.Th scope="col">{t('users.runs')}</Table.Th>
            <Table.Th scope="col">{t('users.lastSeen')}</Table.Th>
            <Table.Th scope="col">{t('users.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Row key={user.uid} user={user} withCredit={credit !== undefined} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ user, withCredit }: { user: UserOverview; withCredit: boolean }) {
  const { t } = useTranslation();
  const model = useModel();
  const actions = useUserActions(user, model);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} miw={130} style={{ overflowWrap: 'anywhere' }}>
        <Anchor component={Link} href={paths.user(user.uid)} fw={600} c="var(--mantine-color-text)" size="sm">
          {user.username}
        </Anchor>
        <Text size="xs" c="dimmed">
          {[`${user.firstName} ${user.lastName}`.trim(), user.email].filter(Boolean).join(' · ')}
        </Text>
      </Table.Th>
      <Table.Td>
        <StatusBadge look={lookOfUser(user)} />
        <Text size="xs" c="dimmed" mt={2}>
          {t(`userRole.${user.role}`)}
        </Text>
      </Table.Td>
      {withCredit && (
        <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {wholeNumber(user.credit)}
        </Table.Td>
      )}
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {t('users.applications', { count: user.applications })}
        <Text size="xs" c="dimmed">
          {t('credit.instances', { count: user.instances })}
        </Text>
      </Table.Td>
      <Table.Td>{user.lastSeen ? <RelativeTime time={user.lastSeen} /> : t('users.never')}</Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <CommandHint actions={actions} subject={user.username} />
          <ActionMenu actions={actions} subject={user.username} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
