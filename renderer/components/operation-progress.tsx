import { CloseButton, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../../director/contract/operation.ts';
import { bind } from '../actions/action.ts';
import { cancelOperation } from '../actions/operation-actions.ts';
import { useModel } from '../model-context.ts';
import { isUnderWay } from '../stores/operations.ts';
import { ActionButton } from './action-button.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { lookOfOperation } from './look.ts';
import { OperationSteps } from './operation-steps.tsx';
import { StatusBadge } from './status-badge.tsx';

/** An operation that the user has before the eyes: steps, percent, cancel, and why it failed. */
export function OperationProgress({ operation, onDismiss }: { operation: Operation; onDismiss?: () => void }) {
  const { t } = useTranslation();
  const model = useModel();
  useEffect(() => model.operations.watch(operation.id), [model, operation.id]);
  const underWay = isUnderWay(operation);
  const cancel = bind(cancelOperation, operation, model, { key: operation.id, subject: operation.title });
  return (
    <Paper component="section" aria-label={operation.title} p="md" radius="lg" withBorder shadow="xs">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="sm">
            <Text fw={600}>{operation.title}</Text>
            <StatusBadge look={lookOfOperation(operation.state)} />
          </Group>
          {underWay && operation.cancellable && <ActionButton action={cancel} size="xs" />}
          {!underWay && onDismiss && <CloseButton aria-label={t('common.dismiss')} onClick={onDismiss} />}
        </Group>
        {underWay && <Progress value={operation.percent} animated size="md" aria-label={operation.title} />}
        {operation.error && <ErrorPanel error={operation.error} />}
        <OperationSteps operation={operation} />
      </Stack>
    </Paper>
  );
}
