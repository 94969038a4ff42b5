import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useCountdown } from '../../components/use-countdown.ts';
import { useSubmit } from '../../dialogs/use-submit.ts';
import { useModel } from '../../model-context.ts';

/** Name and password. After too many failures the Director lets nobody try for a while: that is counted down. */
export function SignInForm() {
  const { t } = useTranslation();
  const { client, connection } = useModel();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { submit, sending, error, retryAt } = useSubmit(
    async () => {
      await client.openSession({ body: { username: username.trim(), password } });
    },
    () => void connection.connect(),
  );
  const wait = useCountdown(retryAt);
  const empty = username.trim() === '' || password === '';
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!empty && wait === 0) void submit();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <TextInput
          label={t('signIn.username')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={256}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={t('signIn.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          maxLength={256}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('password.reveal') }}
        />
        {error && retryAt === null && <ErrorPanel error={error} />}
        {error && wait > 0 && (
          // The seconds of the message would stand still: they are counted down on the button.
          <ErrorPanel tone="warning" error={{ ...error.toBody(), message: t('signIn.tooMany') }} />
        )}
        {retryAt !== null && wait === 0 && (
          <Text size="sm" c="dimmed" role="status">
            {t('signIn.now')}
          </Text>
        )}
        <Button type="submit" loading={sending} disabled={wait > 0} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {wait > 0 ? t('signIn.wait', { count: wait }) : t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}
