import { Stack } from '@mantine/core';
import { useState } from 'react';
import type { Operation } from '../../director/contract/operation.ts';
import { useItems, useModel } from '../model-context.ts';
import { isUnderWay, newestFirst } from '../stores/operations.ts';
import { OperationProgress } from './operation-progress.tsx';

/**
 * What is under way for the thing a page is about. A failure that happened while the page was open stays until it is dismissed; a
 * success goes by itself, as the page shows its outcome.
 */
export function OperationsHere({ about }: { about: (operation: Operation) => boolean }) {
  const operations = useItems(useModel().operations.collection);
  const [opened] = useState(Date.now);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const shown = newestFirst(Object.values(operations)).filter(
    (operation) =>
      about(operation) &&
      !dismissed.includes(operation.id) &&
      (isUnderWay(operation) || (failed(operation) && Date.parse(operation.finished ?? '') >= opened)),
  );
  if (shown.length === 0) return null;
  return (
    <Stack gap="sm">
      {shown.map((operation) => (
        <OperationProgress
          key={operation.id}
          operation={operation}
          onDismiss={() => setDismissed((before) => [...before, operation.id])}
        />
      ))}
    </Stack>
  );
}

function failed({ state }: Operation): boolean {
  return state === 'failed' || state === 'interrupted';
}
