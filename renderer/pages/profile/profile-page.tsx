import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bind } from '../../actions/action.ts';
import { changePassword } from '../../actions/session-actions.ts';
import { goToProfile } from '../../actions/window-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useSession } from '../../components/use-session.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { ProfileForm } from './profile-form.tsx';
import { SessionList } from './session-list.tsx';

/** The own account: who one is, the password, and where one is signed in. */
export default function ProfilePage() {
  const { t } = useTranslation();
  const model = useModel();
  const session = useSession();
  const { value: profile, error } = useEntry(model.profile, single);
  return (
    <>
      <PageHeader
        title={t('navigation.profile')}
        facts={
          <Text c="dimmed">
            {session && t('profile.text', { username: session.username, role: t(`userRole.${session.role}`) })}
          </Text>
        }
        actions={
          <CommandHint
            actions={[bind(goToProfile, undefined, model), ...(profile ? [bind(changePassword, profile, model)] : [])]}
            subject={t('navigation.profile')}
          />
        }
      />
      {error && <ErrorPanel error={error} />}
      {!profile && !error && <PageSkeleton />}
      {profile && (
        <>
          <ProfileForm key={profile.uid} profile={profile} />
          <Section title={t('password.section')}>
            <Group justify="space-between" gap="md">
              <Text size="sm" c="dimmed" maw={560}>
                {profile.hasPassword ? t('password.has') : t('password.hasNone')}
              </Text>
              <ActionButton action={bind(changePassword, profile, model)} />
            </Group>
          </Section>
        </>
      )}
      <SessionList />
    </>
  );
}
