import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountFieldInputs, isEmail, noAccountFields } from '../../components/account-fields.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { NewPassword, useNewPassword } from '../../components/new-password.tsx';
import { isUsername, UsernameInput } from '../../components/username-input.tsx';
import { useSubmit } from '../../dialogs/use-submit.ts';
import { useModel } from '../../model-context.ts';

/** An account for oneself, where the Director allows it; then one is signed in. */
export function RegisterForm({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const { client, connection } = useModel();
  const heading = useRef<HTMLHeadingElement>(null);
  const [username, setUsername] = useState('');
  const [fields, setFields] = useState(noAccountFields);
  const [checked, setChecked] = useState(false);
  const newPassword = useNewPassword();
  useEffect(() => {
    document.title = t('common.documentTitle', { title: t('register.title') });
    heading.current?.focus({ preventScroll: true });
  }, [t]);
  const { submit, sending, error } = useSubmit(
    async () => {
      const account = { username: username.trim(), password: newPassword.password };
      await client.register({ body: { ...fields, ...account, email: fields.email.trim() } });
      await client.openSession({ body: account });
    },
    () => void connection.connect(),
  );
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
        <img src="/icon.svg" alt="" width={44} height={44} />
        <Title order={1} ref={heading} tabIndex={-1}>
          {t('register.title')}
        </Title>
        <UsernameInput value={username} onChange={setUsername} checked={checked} refused={nameTaken} />
        <AccountFieldInputs
          fields={fields}
          onChange={(changes) => setFields((before) => ({ ...before, ...changes }))}
          checked={checked}
          refusedEmail={emailTaken}
        />
        <NewPassword state={newPassword} label={t('password.label')} checked={checked} />
        {error && !nameTaken && !emailTaken && <ErrorPanel error={error} />}
        <Button type="submit" loading={sending}>
          {t('register.submit')}
        </Button>
        <Text size="sm">
          {t('register.haveAccount')}{' '}
          <Anchor component="button" type="button" size="sm" onClick={onBack}>
            {t('signIn.submit')}
          </Anchor>
        </Text>
      </Stack>
    </form>
  );
}
