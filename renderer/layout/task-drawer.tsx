import { Anchor, Drawer, Stack } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { NothingYet } from '../components/nothing-yet.tsx';
import { OperationProgress } from '../components/operation-progress.tsx';
import { TaskRow } from '../components/task-row.tsx';
import { useItems, useModel } from '../model-context.ts';
import { paths } from '../routes.ts';
import { isUnderWay, newestFirst } from '../stores/operations.ts';

/** What is under way, in full, and the last few that ended. */
export default function TaskDrawer() {
  const { t } = useTranslation();
  const { interaction, operations } = useModel();
  const open = useStore(interaction, (state) => state.tasksOpen);
  const newest = newestFirst(Object.values(useItems(operations.collection)));
  const close = () => interaction.setState({ tasksOpen: false });
  return (
    <Drawer
      opened={open}
      onClose={close}
      position="right"
      size="md"
      title={t('tasks.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        {newest.filter(isUnderWay).map((operation) => (
          <OperationProgress key={operation.id} operation={operation} />
        ))}
        {newest
          .filter((operation) => !isUnderWay(operation))
          .slice(0, 10)
          .map((operation) => (
            <TaskRow key={operation.id} operation={operation} />
          ))}
        {newest.length === 0 && <NothingYet icon={IconListCheck} title={t('tasks.none')} text={t('tasks.noneText')} />}
        <Anchor component={Link} href={paths.tasks} onClick={close} size="sm">
          {t('tasks.showAll')}
        </Anchor>
      </Stack>
    </Drawer>
  );
}
