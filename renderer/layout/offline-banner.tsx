import { Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useCountdown } from '../components/use-countdown.ts';
import { useModel } from '../model-context.ts';
import classes from './header-bar.module.css';

/** Told on top of the page while the Director is away: what is shown below may be out of date. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { connection } = useModel();
  const { phase, retryAt } = useStore(connection.store);
  const seconds = useCountdown(retryAt);
  if (phase !== 'offline') return null;
  return (
    <Group
      justify="center"
      gap="sm"
      p="xs"
      mb="md"
      className={classes.banner ?? ''}
      bg="var(--warn-tint)"
      c="var(--warn-ink)"
    >
      <IconPlugConnectedX aria-hidden size={18} />
      <Text size="sm" fw={600} role="alert">
        {t('offline.title')}
      </Text>
      <Text size="sm" aria-hidden>
        {retryAt === null ? t('offline.trying') : t('offline.again', { count: seconds })}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => void connection.connect()}>
        {t('offline.now')}
      </Button>
    </Group>
  );
}
