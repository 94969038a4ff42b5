import { Anchor, Divider, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useModel } from '../../model-context.ts';
import { OpenAgain } from './open-again.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Sign-in by name and password; on the computer of the Director also how to open the pages without one. */
export function SignIn({ onRegister }: { onRegister?: () => void }) {
  const { t } = useTranslation();
  const { page } = useModel();
  const heading = useRef<HTMLHeadingElement>(null);
  const title = page.onDirectorsComputer ? t('signedOut.title') : t('signIn.title');
  useEffect(() => {
    document.title = t('common.documentTitle', { title });
    heading.current?.focus({ preventScroll: true });
  }, [t, title]);
  return (
    <Stack>
      <img src="/icon.svg" alt="" width={44} height={44} />
      <Title order={1} ref={heading} tabIndex={-1}>
        {title}
      </Title>
      {page.onDirectorsComputer ? (
        <>
          <OpenAgain />
          <Divider label={t('signIn.or')} />
        </>
      ) : (
        <Text c="dimmed">{t('signIn.text')}</Text>
      )}
      <SignInForm />
      {onRegister && (
        <Text size="sm">
          {t('signIn.noAccount')}{' '}
          <Anchor component="button" type="button" size="sm" onClick={onRegister}>
            {t('signIn.register')}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}
