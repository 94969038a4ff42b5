import { Button, Tooltip } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { comingTime, wholeNumber } from '../components/format.ts';
import { lookOfCredit } from '../components/look.ts';
import { StatusIcon } from '../components/status-badge.tsx';
import { useCredit } from '../components/use-credit.ts';
import { paths } from '../routes.ts';

/** The balance, always in sight: what runs pays with it. Nothing where credits are switched off. */
export function CreditIndicator() {
  const { t } = useTranslation();
  const credit = useCredit();
  if (!credit) return null;
  const { balance, instances, level, runsOut } = credit;
  const look = lookOfCredit(level);
  const burning = [
    t('credit.instances', { count: instances }),
    t('credit.perHour', { count: instances }),
    ...(runsOut ? [t('credit.runsOut', { time: comingTime(runsOut, Date.now()) })] : []),
  ].join(', ');
  const credits = t('credit.balance', { count: balance });
  return (
    <Tooltip label={burning} events={{ hover: true, focus: true, touch: true }}>
      <Button
        component={Link}
        href={paths.credits}
        variant="default"
        px="sm"
        leftSection={level === 'plenty' ? <IconCoins aria-hidden size={16} /> : <StatusIcon look={look} size={16} />}
        aria-label={level === 'plenty' ? credits : `${credits}, ${look.label}`}
        {...(level === 'plenty' ? {} : { c: `var(--${look.tone}-ink)` })}
        style={{ fontVariantNumeric: 'tabular-nums' }}
      >
        {level === 'plenty' ? wholeNumber(balance) : `${wholeNumber(balance)} · ${look.label}`}
      </Button>
    </Tooltip>
  );
}
