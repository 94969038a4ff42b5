import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UserOverview } from '../../../director/contract/user.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { dayOf } from '../../components/format.ts';
import { lookOfUser } from '../../components/look.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useUserActions } from '../../components/use-user-actions.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';
import { single } from '../../stores/mirror.ts';
import NotFound from '../not-found.tsx';
import { HoldingsSection } from './holdings-section.tsx';
import { UserCredits } from './user-credits.tsx';

/** One user: what they run, and where their credits went. */
export default function UserPage({ uid }: { uid: number }) {
  const { t } = useTranslation();
  const { value: users, error } = useEntry(useModel().users, single);
  const user = users?.find((one) => one.uid === uid);
  if (error && !user) return <ErrorPanel error={error} />;
  if (!users) return <PageSkeleton />;
  if (!user) return <NotFound title={t('users.gone')} text={t('users.goneText')} />;
  return (
    <>
      <UserHeader user={user} />
      <HoldingsSection uid={uid} />
      <UserCredits uid={uid} />
    </>
  );
}

function UserHeader({ user }: { user: UserOverview }) {
  const { t } = useTranslation();
  const model = useModel();
  const actions = useUserActions(user, model);
  const [first, ...rest] = actions;
  const name = `${user.firstName} ${user.lastName}`.trim();
  const facts = [name, user.affiliation, user.email, t(`userRole.${user.role}`)].filter(Boolean);
  return (
    <PageHeader
      title={user.username}
      trail={[{ label: t('navigation.users'), path: paths.users }]}
      status={<StatusBadge look={lookOfUser(user)} />}
      facts={
        <Group gap="md">
          {facts.map((fact) => (
            <Text key={fact} size="sm" c="dimmed">
              {fact}
            </Text>
          ))}
          <Text size="sm" c="dimmed">
            {t('users.since', { day: dayOf(user.created) })}
          </Text>
          {user.lastSeen && (
            <Text size="sm" c="dimmed">
              {t('users.lastSeen')} <RelativeTime time={user.lastSeen} />
            </Text>
          )}
        </Group>
      }
      actions={
        <>
          <CommandHint actions={actions} subject={user.username} />
          {first && <ActionButton action={first} />}
          <ActionMenu actions={rest} subject={user.username} />
        </>
      }
    />
  );
}
