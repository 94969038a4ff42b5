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
    <Table.ScrollContainer minWidth={700}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('users.user')}</Table.Th>
            <Table.Th scope="col">{t('account.role')}</Table.Th>
            <Table.Th scope="col">{t('users.state')}</Table.Th>
            {credit && (
              <Table.Th scope="col" ta="right">
                {t('navigation.credits')}
              </Table.Th>
            )}
            <Table.Th scope="col" ta="right">
              {t('navigation.applications')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('users.instances')}
            </Table.Th>
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

const digits = { ta: 'right', style: { fontVariantNumeric: 'tabular-nums' } } as const;

function Row({ user, withCredit }: { user: UserOverview; withCredit: boolean }) {
  const { t } = useTranslation();
  const model = useModel();
  const actions = useUserActions(user, model);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Anchor component={Link} href={paths.user(user.uid)} fw={600} c="var(--mantine-color-text)" size="sm">
          {user.username}
        </Anchor>
        <Text size="xs" c="dimmed">
          {[`${user.firstName} ${user.lastName}`.trim(), user.email].filter(Boolean).join(' · ')}
        </Text>
      </Table.Th>
      <Table.Td>{t(`userRole.${user.role}`)}</Table.Td>
      <Table.Td>
        <StatusBadge look={lookOfUser(user)} />
      </Table.Td>
      {withCredit && <Table.Td {...digits}>{wholeNumber(user.credit)}</Table.Td>}
      <Table.Td {...digits}>{wholeNumber(user.applications)}</Table.Td>
      <Table.Td {...digits}>{wholeNumber(user.instances)}</Table.Td>
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
