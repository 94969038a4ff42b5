import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Credit } from '../../../director/contract/credit.ts';
import { comingTime, wholeNumber } from '../../components/format.ts';
import { lookOfCredit } from '../../components/look.ts';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import classes from './credits.module.css';

/** Where somebody stands, in large figures. */
export function CreditFigures({ credit, title, actions }: { credit: Credit; title: string; actions?: ReactNode }) {
  const { t } = useTranslation();
  const { balance, instances, nextCharge, runsOut, level } = credit;
  const now = Date.now();
  const never = instances === 0 ? t('credits.nothingRuns') : '–';
  const figures: [label: string, figure: string, look: string | undefined][] = [
    [t('credits.balance'), wholeNumber(balance), classes.big],
    [t('credits.perHour'), wholeNumber(instances), classes.big],
    [t('credits.nextCharge'), nextCharge ? comingTime(nextCharge, now) : never, classes.time],
    [t('credits.runsOut'), runsOut ? comingTime(runsOut, now) : never, classes.time],
  ];
  return (
    <Section
      title={title}
      actions={
        <>
          <StatusBadge look={lookOfCredit(level)} />
          {actions}
        </>
      }
    >
      <dl className={classes.figures}>
        {figures.map(([label, figure, look]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={look}>{figure}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
