import { Text, VisuallyHidden } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconCircleMinus, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Operation, OperationStep } from '../../director/contract/operation.ts';
import { duration } from './format.ts';
import classes from './operation-steps.module.css';
import badge from './status-badge.module.css';

const icons = {
  waiting: { icon: IconCircle, tone: 'calm' },
  running: { icon: IconLoader2, tone: 'busy' },
  done: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  skipped: { icon: IconCircleMinus, tone: 'calm' },
} as const;

/** The steps of an operation, each with its state and how long it took. */
export function OperationSteps({ operation }: { operation: Operation }) {
  return (
    <ol className={classes.steps}>
      {operation.steps.map((step) => (
        <Step key={step.name} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: OperationStep }) {
  const { t } = useTranslation();
  const { icon: StepIcon, tone } = icons[step.state];
  return (
    <li
      className={classes.step}
      data-state={step.state}
      {...(step.state === 'running' ? { 'aria-current': 'step' } : {})}
    >
      <StepIcon
        aria-hidden
        size={16}
        className={badge.icon}
        data-tone={tone}
        data-turning={step.state === 'running' || undefined}
      />
      <Text span size="sm" className={classes.name ?? ''}>
        {step.name}
      </Text>
      <VisuallyHidden>{t(`stepState.${step.state}`)}</VisuallyHidden>
      {step.started && step.finished && (
        <Text span size="xs" c="dimmed">
          {duration(step.started, step.finished)}
        </Text>
      )}
    </li>
  );
}
