import { Button, Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CommandLine } from '../../components/command-hint.tsx';
import { useModel } from '../../model-context.ts';

/** How the owner of this computer opens the pages signed in: they have no password at first. */
export function OpenAgain() {
  const { t } = useTranslation();
  const { connection } = useModel();
  const { error } = useStore(connection.store);
  return (
    <>
      {error && <Text role="alert">{error.message}</Text>}
      <Text c="dimmed">{t('signedOut.again')}</Text>
      <Text size="sm">
        {t('signedOut.how')} <Code>http://127.0.0.1:…/#launch=…</Code>
      </Text>
      <CommandLine label={t('signedOut.command')} command="npm run cps-tools -- director open" />
      <Button variant="default" onClick={() => void connection.connect()}>
        {t('signedOut.tryAgain')}
      </Button>
    </>
  );
}
