import { Divider, Stack, Text } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bind } from '../../actions/action.ts';
import { startChecks } from '../../actions/check-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { OperationsHere } from '../../components/operations-here.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Section } from '../../components/section.tsx';
import { useModel } from '../../model-context.ts';
import { isUnderWay } from '../../stores/operations.ts';
import { CheckItem } from './check-item.tsx';
import classes from './checks.module.css';
import { type LastChecks, lastChecksOf, worstFirst } from './last-checks.ts';

/** Whether the Director works as it should, with cause and fix where it does not. */
export default function ChecksPage() {
  const { t } = useTranslation();
  const model = useModel();
  const { items, phase } = useStore(model.operations.collection.store);
  const operations = Object.values(items);
  const underWay = operations.some((operation) => operation.kind === 'director.check' && isUnderWay(operation));
  const last = lastChecksOf(operations);
  const start = bind(startChecks, undefined, model);
  const action = underWay ? { ...start, enabled: t('checks.underWay') } : start;
  return (
    <>
      <PageHeader
        title={t('navigation.checks')}
        facts={<Text c="dimmed">{t('checks.text')}</Text>}
        actions={
          <>
            <CommandHint actions={[start]} subject={t('navigation.checks')} />
            {last && <ActionButton action={action} />}
          </>
        }
      />
      <OperationsHere about={({ kind }) => kind === 'director.check'} />
      {last && <Results last={last} />}
      {!last && phase === 'loading' && <PageSkeleton />}
      {!last && phase !== 'loading' && !underWay && (
        <NothingYet icon={IconStethoscope} title={t('checks.none')} text={t('checks.noneText')}>
          <ActionButton action={action} />
        </NothingYet>
      )}
    </>
  );
}

function Results({ last: { checks, time } }: { last: LastChecks }) {
  const { t } = useTranslation();
  const count = (state: string) => checks.filter((check) => check.state === state).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  const parts = [
    failed > 0 ? t('checks.failed', { count: failed }) : '',
    warnings > 0 ? t('checks.warnings', { count: warnings }) : '',
    failed + warnings === 0 ? t('checks.allWell') : '',
  ].filter(Boolean);
  return (
    <Section
      title={t('checks.results')}
      actions={
        <Text size="sm" c="dimmed">
          <RelativeTime time={time} />
        </Text>
      }
    >
      <Text size="sm" role="status">
        {parts.join(' ')}
      </Text>
      <Stack component="ul" gap="md" className={classes.list ?? ''}>
        {worstFirst(checks).map((check, index) => (
          <Fragment key={check.name}>
            {index > 0 && <Divider component="li" role="presentation" />}
            <CheckItem check={check} />
          </Fragment>
        ))}
      </Stack>
    </Section>
  );
}
