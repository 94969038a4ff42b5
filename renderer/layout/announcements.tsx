import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../../director/contract/operation.ts';
import { useItems, useModel } from '../model-context.ts';
import { isUnderWay, newestFirst } from '../stores/operations.ts';

/**
 * Tells a screen reader politely how the newest operation goes: at each step and at its end, not at each percent.
 */
export function Announcements() {
  const { t } = useTranslation();
  const operations = newestFirst(Object.values(useItems(useModel().operations.collection)));
  const newest = operations.find(isUnderWay) ?? operations[0];
  return (
    <VisuallyHidden role="status">{newest ? spoken(newest, t(`operationState.${newest.state}`)) : ''}</VisuallyHidden>
  );
}

function spoken(operation: Operation, state: string): string {
  const step = operation.steps.find(({ state }) => state === 'running');
  return step ? `${operation.title}: ${step.name}` : `${operation.title}: ${state}`;
}
