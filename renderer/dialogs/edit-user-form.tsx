import { Button, Group, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserOverview } from '../../director/contract/user.ts';
import { AccountFieldInputs, type AccountFields, isEmail } from '../components/account-fields.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { ListSkeleton } from '../components/page-skeleton.tsx';
import { RoleChoice } from '../components/role-choice.tsx';
import { useEntry, useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';
import { useSubmit } from './use-submit.ts';

/** What administrators can change of an account besides its password and its credits. */
export function EditUserForm({ uid, onDone }: { uid: number; onDone: () => void }) {
  const { users } = useModel();
  const { value, error } = useEntry(users, single);
  const user = value?.find((one) => one.uid === uid);
  if (user) return <Fields user={user} onDone={onDone} />;
  return error ? <ErrorPanel error={error} /> : <ListSkeleton />;
}

function Fields({ user, onDone }: { user: UserOverview; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, users } = useModel();
  const { email, firstName, lastName, affiliation } = user;
  const [fields, setFields] = useState<AccountFields>({ email, firstName, lastName, affiliation });
  const [role, setRole] = useState(user.role);
  const [checked, setChecked] = useState(false);
  const { submit, sending, error } = useSubmit(async () => {
    const changes = { ...fields, email: fields.email.trim(), role };
    await client.updateUser({ params: { uid: user.uid }, body: changes });
    await users.refresh(single);
  }, onDone);
  const emailTaken = error?.code === 'EMAIL_TAKEN' ? error.message : null;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isEmail(fields.email)) void submit();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <AccountFieldInputs
          fields={fields}
          onChange={(changes) => setFields((before) => ({ ...before, ...changes }))}
          checked={checked}
          refusedEmail={emailTaken}
        />
        <RoleChoice value={role} onChange={setRole} />
        {error && !emailTaken && <ErrorPanel error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {t('account.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
