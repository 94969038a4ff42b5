import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../../director/contract/operation.ts';
import { useItems, useModel } from '../model-context.ts';
import { isUnderWay, newestFirst } from '../stores/operations.ts';

/**
 * Tells a screen reader politely how the newest operation goes: at each step and at its end, not at each percent. What ended before
 * the page was opened is no news.
 */
export function Announcements() {
  const { t } = useTranslation();
  const operations = useItems(useModel().operations.collection);
  const [opened] = useState(Date.now);
  const newest = newestFirst(Object.values(operations)).find(
    (operation) => isUnderWay(operation) || Date.parse(operation.finished ?? '') >= opened,
  );
  return (
    <VisuallyHidden role="status">{newest ? spoken(newest, t(`operationState.${newest.state}`)) : ''}</VisuallyHidden>
  );
}

function spoken(operation: Operation, state: string): string {
  const step = operation.steps.find(({ state }) => state === 'running');
  return step ? `${operation.title}: ${step.name}` : `${operation.title}: ${state}`;
}
