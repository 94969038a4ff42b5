import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCoins } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CreditEstimate } from '../../director/contract/credit.ts';
import { t as translate } from '../i18n.ts';
import { useEntry, useModel } from '../model-context.ts';
import { comingTime } from './format.ts';
import { useCredit } from './use-credit.ts';

/** What more instances cost, in a sentence. @param now in milliseconds since 1970 */
export function costOf({ instances, balance, enough, runsOutAfter }: CreditEstimate, now: number): string {
  const cost = translate('cost.perHour', { count: instances });
  if (!enough) return `${cost} ${translate('cost.notEnough', { count: balance })}`;
  return runsOutAfter ? `${cost} ${translate('cost.lasts', { time: comingTime(runsOutAfter, now) })}` : cost;
}

/** The Director's estimate of what more instances cost; undefined while it is read, and where credits are switched off. */
export function useEstimate(instances: number): CreditEstimate | undefined {
  const { value } = useEntry(useModel().estimates, String(instances));
  return value?.enabled ? value : undefined;
}

/** What starting so many instances costs, as a line beside the button that does it. */
export function Cost({ instances }: { instances: number }) {
  // Nothing is asked of the Director where nothing costs anything.
  return useCredit() ? <CostLine instances={instances} /> : null;
}

function CostLine({ instances }: { instances: number }) {
  const estimate = useEstimate(instances);
  if (!estimate) return null;
  const Picture = estimate.enough ? IconCoins : IconAlertTriangle;
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c={estimate.enough ? 'dimmed' : 'var(--warn-ink)'}>
      <Picture aria-hidden size={16} style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm">{costOf(estimate, Date.now())}</Text>
    </Group>
  );
}

/** The same as words only, for tooltips and menus. */
export function CostWords({ instances }: { instances: number }) {
  const { t } = useTranslation();
  const estimate = useEstimate(instances);
  return estimate ? costOf(estimate, Date.now()) : t('cost.perHour', { count: instances });
}
