import { Button, Center, Code, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CommandLine } from '../components/command-hint.tsx';
import { useCountdown } from '../layout/offline-banner.tsx';
import { useModel } from '../model-context.ts';
import type { Model } from '../stores/model.ts';

/** What is seen before there is a session: a moment of waiting, or why there is none and what to do. */
export function NotConnected() {
  const { t } = useTranslation();
  const { connection } = useModel();
  const { phase } = useStore(connection.store);
  useEffect(() => {
    document.title = 'ConPaaS Nutshell';
  }, []);
  return (
    <Center component="main" mih="100vh" p="md">
      {phase === 'signed-out' && <SignedOut connection={connection} />}
      {phase === 'offline' && <Away connection={connection} />}
      {(phase === 'connecting' || phase === 'online') && <Loader aria-label={t('common.loading')} />}
    </Center>
  );
}

type Props = Pick<Model, 'connection'>;

function SignedOut({ connection }: Props) {
  const { t } = useTranslation();
  const { error } = useStore(connection.store);
  return (
    <Paper p="xl" radius="lg" withBorder shadow="sm" maw={560}>
      <Stack>
        <img src="/icon.svg" alt="" width={44} height={44} />
        <Title order={1}>{t('signedOut.title')}</Title>
        {error && <Text role="alert">{error.message}</Text>}
        <Text c="dimmed">{error?.hint}</Text>
        <Text size="sm">
          {t('signedOut.how')} <Code>http://127.0.0.1:…/#launch=…</Code>
        </Text>
        <CommandLine label={t('signedOut.command')} command="npm run cps-tools -- director open" />
        <Button variant="default" onClick={() => void connection.connect()}>
          {t('signedOut.again')}
        </Button>
      </Stack>
    </Paper>
  );
}

function Away({ connection }: Props) {
  const { t } = useTranslation();
  const { retryAt } = useStore(connection.store);
  const seconds = useCountdown(retryAt);
  return (
    <Stack align="center" maw={480} ta="center">
      <img src="/icon.svg" alt="" width={44} height={44} />
      <Title order={1} role="alert">
        {t('offline.title')}
      </Title>
      <Text c="dimmed">{t('offline.how')}</Text>
      <Text aria-hidden>{retryAt === null ? t('offline.trying') : t('offline.again', { count: seconds })}</Text>
      <Button onClick={() => void connection.connect()}>{t('offline.now')}</Button>
    </Stack>
  );
}
