import { Anchor, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Section } from '../../components/section.tsx';
import { TaskRow } from '../../components/task-row.tsx';
import { useItems, useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';
import { newestFirst } from '../../stores/operations.ts';

/** The last things that were done with an application. */
export function RecentTasks({ aid }: { aid: number }) {
  const { t } = useTranslation();
  const operations = Object.values(useItems(useModel().operations.collection));
  const recent = newestFirst(operations.filter((operation) => operation.aid === aid)).slice(0, 5);
  if (recent.length === 0) return null;
  return (
    <Section
      title={t('application.recentTasks')}
      actions={
        <Anchor component={Link} href={paths.tasks} size="sm">
          {t('tasks.showAll')}
        </Anchor>
      }
    >
      <Stack gap="sm">
        {recent.map((operation) => (
          <TaskRow key={operation.id} operation={operation} />
        ))}
      </Stack>
    </Section>
  );
}
