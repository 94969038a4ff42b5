import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bind } from '../../actions/action.ts';
import { createUser } from '../../actions/user-actions.ts';
import { goToUsers } from '../../actions/window-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { UserTable } from './user-table.tsx';

/** All accounts of this Director, for administrators. */
export default function UsersPage() {
  const { t } = useTranslation();
  const model = useModel();
  const { value: users, error } = useEntry(model.users, single);
  const create = bind(createUser, undefined, model);
  return (
    <>
      <PageHeader
        title={t('navigation.users')}
        facts={<Text c="dimmed">{t('users.text')}</Text>}
        actions={
          <>
            <CommandHint actions={[bind(goToUsers, undefined, model), create]} subject={t('navigation.users')} />
            <ActionButton action={create} />
          </>
        }
      />
      {error && <ErrorPanel error={error} />}
      {!users && !error && <ListSkeleton lines={5} />}
      {users && (
        <Section title={t('users.count', { count: users.length })}>
          <UserTable users={users} />
        </Section>
      )}
    </>
  );
}
