import { Button, Loader, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useItems, useModel } from '../model-context.ts';
import { isUnderWay } from '../stores/operations.ts';

/** How many tasks are under way, and how far they are. Opens the list of tasks. */
export function TaskIndicator() {
  const { t } = useTranslation();
  const { interaction, operations } = useModel();
  const underWay = Object.values(useItems(operations.collection)).filter(isUnderWay);
  const percent = underWay.reduce((sum, operation) => sum + operation.percent, 0) / Math.max(underWay.length, 1);
  return (
    <Button
      variant={underWay.length > 0 ? 'light' : 'default'}
      px="sm"
      onClick={() => interaction.setState({ tasksOpen: true })}
      leftSection={underWay.length > 0 ? <Loader aria-hidden size={16} /> : <IconListCheck aria-hidden size={16} />}
      aria-label={t('tasks.indicator', { count: underWay.length })}
    >
      <Text span inherit fw={500} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {underWay.length > 0
          ? t('tasks.indicatorBusy', { count: underWay.length, percent: Math.round(percent) })
          : t('navigation.tasks')}
      </Text>
    </Button>
  );
}
