import { Button, Group, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../components/error-panel.tsx';
import { NewPassword, useNewPassword } from '../components/new-password.tsx';
import { useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';
import { useSubmit } from './use-submit.ts';

/** An administrator sets the password of somebody who forgot theirs. */
export function SetPasswordForm({ uid, onDone }: { uid: number; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, users } = useModel();
  const [checked, setChecked] = useState(false);
  const newPassword = useNewPassword();
  const { submit, sending, error } = useSubmit(async () => {
    await client.setUserPassword({ params: { uid }, body: { newPassword: newPassword.password } });
    await users.refresh(single);
  }, onDone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (newPassword.valid) void submit();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <Text size="sm">{t('password.setText')}</Text>
        <NewPassword state={newPassword} label={t('password.new')} checked={checked} />
        {error && <ErrorPanel error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {t('password.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
