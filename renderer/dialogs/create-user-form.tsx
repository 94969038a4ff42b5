import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserRole } from '../../director/contract/user.ts';
import { command } from '../actions/command-line.ts';
import { AccountFieldInputs, isEmail, noAccountFields } from '../components/account-fields.tsx';
import { CommandLine } from '../components/command-hint.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { NewPassword, useNewPassword } from '../components/new-password.tsx';
import { RoleChoice } from '../components/role-choice.tsx';
import { isUsername, UsernameInput } from '../components/username-input.tsx';
import { useEntry, useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';
import { useSubmit } from './use-submit.ts';

/** An account for somebody else. */
export function CreateUserForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { client, users, settings: settingsStore } = useModel();
  const { value: settings } = useEntry(settingsStore, single);
  const [username, setUsername] = useState('');
  const [fields, setFields] = useState(noAccountFields);
  const [role, setRole] = useState<UserRole>('user');
  const [credit, setCredit] = useState<number | string>('');
  const [checked, setChecked] = useState(false);
  const newPassword = useNewPassword();
  const { submit, sending, error } = useSubmit(async () => {
    const account = { username: username.trim(), password: newPassword.password, role };
    const given = credit === '' ? {} : { credit: Number(credit) };
    await client.createUser({ body: { ...fields, ...account, ...given, email: fields.email.trim() } });
    await users.refresh(single);
  }, onDone);
  const nameTaken = error?.code === 'USERNAME_TAKEN' ? error.message : null;
  const emailTaken = error?.code === 'EMAIL_TAKEN' ? error.message : null;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isUsername(username) && isEmail(fields.email) && newPassword.valid) void submit();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <UsernameInput value={username} onChange={setUsername} checked={checked} refused={nameTaken} />
        <AccountFieldInputs
          fields={fields}
          onChange={(changes) => setFields((before) => ({ ...before, ...changes }))}
          checked={checked}
          refusedEmail={emailTaken}
        />
        <NewPassword state={newPassword} label={t('password.label')} checked={checked} />
        <RoleChoice value={role} onChange={setRole} />
        {settings?.creditsEnabled && (
          <NumberInput
            label={t('users.initialCredit')}
            description={t('users.initialCreditText', { count: settings.newUserCredit })}
            placeholder={String(settings.newUserCredit)}
            value={credit}
            onChange={setCredit}
            min={0}
            max={settings.maxCredit}
            allowDecimal={false}
          />
        )}
        {error && !nameTaken && !emailTaken && <ErrorPanel error={error} />}
        <CommandLine
          label={t('command.title')}
          command={command(
            ...(['user', 'create', username.trim() || '<name>'] as const),
            ...(fields.email ? (['--email', fields.email.trim()] as const) : []),
            ...(role === 'administrator' ? (['--administrator'] as const) : []),
            ...(credit === '' ? [] : (['--credit', credit] as const)),
          )}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {t('action.createUser')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
