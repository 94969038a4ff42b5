import { Anchor, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Credit } from '../../director/contract/credit.ts';
import { comingTime } from '../components/format.ts';
import { useCredit } from '../components/use-credit.ts';
import { useIsAdministrator, useSession } from '../components/use-session.ts';
import { t as translate } from '../i18n.ts';
import { paths } from '../routes.ts';
import classes from './header-bar.module.css';

/** What happens next when the credits are low or gone; null while there are plenty. @param now in milliseconds since 1970 */
export function warningOf({ level, instances, runsOut, nextCharge }: Credit, now: number): string | null {
  if (level === 'plenty') return null;
  const at = (iso: string | null) => (iso ? comingTime(iso, now) : '');
  if (level === 'low') return translate('creditBanner.low', { time: at(runsOut) });
  return instances > 0 && nextCharge
    ? translate('creditBanner.stopping', { time: at(nextCharge) })
    : translate('creditBanner.empty');
}

/** Tells on every page, before it happens, that applications will be stopped. */
export function CreditBanner() {
  const { t } = useTranslation();
  const credit = useCredit();
  const session = useSession();
  const isAdministrator = useIsAdministrator();
  const warning = credit ? warningOf(credit, Date.now()) : null;
  if (!credit || !warning) return null;
  const tone = credit.level === 'empty' ? 'bad' : 'warn';
  const Picture = credit.level === 'empty' ? IconCircleX : IconAlertTriangle;
  return (
    <Group
      gap="sm"
      px="md"
      py="xs"
      mb="md"
      wrap="nowrap"
      align="flex-start"
      className={classes.banner ?? ''}
      bg={`var(--${tone}-tint)`}
      c={`var(--${tone}-ink)`}
    >
      <Picture aria-hidden size={18} style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm" role="status">
        {warning}{' '}
        {isAdministrator && session ? (
          <Anchor component={Link} href={paths.user(session.uid)} size="sm" c="inherit" underline="always">
            {t('creditBanner.give')}
          </Anchor>
        ) : (
          t('creditBanner.ask')
        )}
      </Text>
    </Group>
  );
}
