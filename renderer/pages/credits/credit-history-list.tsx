import { Button, Group, Table, Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreditEntry } from '../../../director/contract/credit.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { wholeNumber } from '../../components/format.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Section } from '../../components/section.tsx';
import type { CreditHistoryState } from '../../stores/credit-history.ts';
import classes from './credits.module.css';

/** How many more are shown at a time. More of them are read, for the picture. */
const step = 20;

/** What was got and paid, newest first; older entries on demand. */
export function CreditHistoryList({ state, onMore }: { state: CreditHistoryState; onMore: () => void }) {
  const { t } = useTranslation();
  const { entries, complete, loading, error } = state;
  const [shown, setShown] = useState(step);
  const showMore = () => {
    setShown(shown + step);
    if (entries.length < shown + step && !complete) onMore();
  };
  return (
    <Section title={t('creditHistory.title')}>
      {error && <ErrorPanel error={error} />}
      {entries.length === 0 && loading && <ListSkeleton lines={5} />}
      {entries.length === 0 && !loading && !error && <NothingYet icon={IconCoins} title={t('creditHistory.none')} />}
      {entries.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col" w={150}>
                  {t('creditHistory.time')}
                </Table.Th>
                <Table.Th scope="col">{t('creditHistory.what')}</Table.Th>
                <Table.Th scope="col" ta="right" w={100}>
                  {t('creditHistory.change')}
                </Table.Th>
                <Table.Th scope="col" ta="right" w={100}>
                  {t('credits.balance')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.slice(0, shown).map((entry) => (
                <Row key={entry.id} entry={entry} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {entries.length > 0 && (!complete || entries.length > shown) && (
        <Group justify="center">
          <Button variant="default" loading={loading} onClick={showMore}>
            {t('creditHistory.more')}
          </Button>
        </Group>
      )}
    </Section>
  );
}

function Row({ entry: { time, kind, text, by, change, balance } }: { entry: CreditEntry }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" c="dimmed">
          <RelativeTime time={time} />
        </Text>
      </Table.Td>
      <Table.Td>
        {text || t(`creditKind.${kind}`)}
        <Text size="xs" c="dimmed">
          {by ? t('creditHistory.by', { kind: t(`creditKind.${kind}`), by }) : t(`creditKind.${kind}`)}
        </Text>
      </Table.Td>
      <Table.Td ta="right" className={classes.number ?? ''} c={change > 0 ? 'var(--good-ink)' : 'inherit'}>
        {wholeNumber(change, true)}
      </Table.Td>
      <Table.Td ta="right" className={classes.number ?? ''}>
        {wholeNumber(balance)}
      </Table.Td>
    </Table.Tr>
  );
}
