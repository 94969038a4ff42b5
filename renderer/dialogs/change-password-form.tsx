import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../components/error-panel.tsx';
import { NewPassword, useNewPassword } from '../components/new-password.tsx';
import { ListSkeleton } from '../components/page-skeleton.tsx';
import { useEntry, useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';
import { useSubmit } from './use-submit.ts';

/** The own password: the current one is asked for, unless there is none yet. */
export function ChangePasswordForm({ onDone }: { onDone: () => void }) {
  const { profile } = useModel();
  const { value, error } = useEntry(profile, single);
  if (value) return <Fields hasPassword={value.hasPassword} onDone={onDone} />;
  return error ? <ErrorPanel error={error} /> : <ListSkeleton />;
}

function Fields({ hasPassword, onDone }: { hasPassword: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, profile, sessions, page } = useModel();
  const [current, setCurrent] = useState('');
  const [checked, setChecked] = useState(false);
  const newPassword = useNewPassword();
  const { submit, sending, error } = useSubmit(async () => {
    const known = hasPassword ? { currentPassword: current } : {};
    await client.changePassword({ body: { ...known, newPassword: newPassword.password } });
    await Promise.all([profile.refresh(single), sessions.refresh(single)]);
    page.notify({ tone: 'success', title: t('password.changed'), text: t('password.changedText') });
  }, onDone);
  const wrong = error?.code === 'CURRENT_PASSWORD_WRONG' ? error.message : null;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (newPassword.valid) void submit();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        {hasPassword && (
          <PasswordInput
            label={t('password.current')}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={wrong}
            autoComplete="current-password"
            maxLength={256}
            visibilityToggleButtonProps={{ 'aria-label': t('password.reveal') }}
            data-autofocus
          />
        )}
        <NewPassword state={newPassword} label={t('password.new')} checked={checked} />
        {error && !wrong && <ErrorPanel error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {t('password.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
