import { Accordion, Code, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../../../director/contract/operation.ts';
import { bind } from '../../actions/action.ts';
import { cancelOperation } from '../../actions/operation-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { duration, exactTime } from '../../components/format.ts';
import { lookOfOperation } from '../../components/look.ts';
import { OperationSteps } from '../../components/operation-steps.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useModel } from '../../model-context.ts';
import { isUnderWay } from '../../stores/operations.ts';

/** An operation with all that is known of it, folded. */
export function TaskItem({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const model = useModel();
  const underWay = isUnderWay(operation);
  const cancel = bind(cancelOperation, operation, model, { key: operation.id, subject: operation.title });
  return (
    <Accordion.Item value={operation.id}>
      <Accordion.Control>
        <Group justify="space-between" gap="xs" pr="sm">
          <Text fw={600} size="sm">
            {operation.title}
          </Text>
          <Group gap="sm">
            <Text size="xs" c="dimmed">
              <RelativeTime time={operation.created} />
              {operation.finished && `, ${duration(operation.created, operation.finished)}`}
            </Text>
            <StatusBadge look={lookOfOperation(operation.state)} />
          </Group>
        </Group>
        {underWay && <Progress value={operation.percent} animated mt="xs" aria-label={operation.title} />}
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">
          {operation.error && <ErrorPanel error={operation.error} />}
          <OperationSteps operation={operation} />
          {operation.log.length > 0 && (
            <Code block mah={280} style={{ overflow: 'auto' }} tabIndex={0} aria-label={t('tasks.log')}>
              {operation.log.map(({ time, text }) => (
                <div key={`${time} ${text}`} title={exactTime(time)}>
                  {text}
                </div>
              ))}
            </Code>
          )}
          {underWay && (
            <Group>
              <ActionButton action={cancel} named />
            </Group>
          )}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
