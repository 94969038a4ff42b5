import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useCountdown } from '../components/use-countdown.ts';
import { useModel } from '../model-context.ts';

/** What is seen before there is a session: a moment of waiting, or that the Director is away. */
export function NotConnected() {
  const { t } = useTranslation();
  const { connection } = useModel();
  const { phase } = useStore(connection.store);
  useEffect(() => {
    document.title = 'ConPaaS Nutshell';
  }, []);
  return (
    <Center component="main" mih="100vh" p="md">
      {phase === 'offline' ? <Away /> : <Loader aria-label={t('common.loading')} />}
    </Center>
  );
}

function Away() {
  const { t } = useTranslation();
  const { connection } = useModel();
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
