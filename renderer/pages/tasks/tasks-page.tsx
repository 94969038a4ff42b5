import { Accordion, Group, SegmentedControl, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { useItems, useModel } from '../../model-context.ts';
import { isUnderWay, newestFirst } from '../../stores/operations.ts';
import { TaskItem } from './task-item.tsx';

const filters = ['all', 'underWay', 'failed'] as const;
type Filter = (typeof filters)[number];

/** All operations, newest first. */
export default function TasksPage() {
  const { t } = useTranslation();
  const { operations } = useModel();
  const { phase, error } = useStore(operations.collection.store);
  const [filter, setFilter] = useState<Filter>('all');
  const all = newestFirst(Object.values(useItems(operations.collection)));
  const shown = all.filter(
    (operation) =>
      filter === 'all' ||
      (filter === 'underWay' ? isUnderWay(operation) : ['failed', 'interrupted'].includes(operation.state)),
  );
  return (
    <>
      <PageHeader title={t('navigation.tasks')} facts={<Text c="dimmed">{t('tasks.text')}</Text>} />
      <Group>
        <SegmentedControl
          aria-label={t('tasks.filter')}
          value={filter}
          onChange={(value) => setFilter(filters.find((one) => one === value) ?? 'all')}
          data={filters.map((value) => ({ value, label: t(`tasks.filters.${value}`) }))}
        />
      </Group>
      {error && <ErrorPanel error={error} />}
      {phase === 'loading' && <ListSkeleton lines={5} />}
      {phase !== 'loading' && shown.length === 0 && (
        <NothingYet icon={IconListCheck} title={t('tasks.none')} text={t('tasks.noneText')} />
      )}
      <Accordion variant="separated" radius="lg" multiple order={2}>
        {shown.map((operation) => (
          <TaskItem key={operation.id} operation={operation} />
        ))}
      </Accordion>
    </>
  );
}
