import { Box, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CreditEntry } from '../../../director/contract/credit.ts';
import { comingTime, dayOf, wholeNumber } from '../../components/format.ts';
import { Section } from '../../components/section.tsx';
import { balancePoints, closingBalances, highestOf, stepPath } from './balance-points.ts';
import classes from './credits.module.css';

const width = 600;
const height = 150;

/** The balance over time as a picture, and the same as a table for those who do not see it. */
export function BalancePicture({ entries }: { entries: readonly CreditEntry[] }) {
  const { t } = useTranslation();
  const now = Date.now();
  const points = balancePoints(entries, now);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const { byDay, rows } = closingBalances(points);
  const line = stepPath(points, width, height);
  const words = (time: number) => {
    const iso = new Date(time).toISOString();
    return byDay ? dayOf(iso) : comingTime(iso, now);
  };
  const range = { from: words(first.time), to: words(last.time) };
  const description = t('credits.picture', { before: first.balance, after: last.balance, ...range });
  return (
    <Section title={t('credits.overTime')}>
      <div className={classes.overTime}>
        <Box className={classes.picture ?? ''}>
          <Text size="xs" c="dimmed" aria-hidden>
            {wholeNumber(highestOf(points))}
          </Text>
          <svg
            viewBox={`0 -2 ${width} ${height + 4}`}
            preserveAspectRatio="none"
            className={classes.chart}
            role="img"
            aria-label={description}
          >
            <path d={`${line}V${height}H0Z`} className={classes.area} />
            <path d={`M0 ${height}H${width}`} className={classes.axis} />
            <path d={line} className={classes.line} />
          </svg>
          <Group justify="space-between" aria-hidden>
            <Text size="xs" c="dimmed">
              {range.from}
            </Text>
            <Text size="xs" c="dimmed">
              {range.to}
            </Text>
          </Group>
        </Box>
        <Table verticalSpacing={4} className={classes.closing ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{byDay ? t('credits.day') : t('credits.hour')}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t('credits.balance')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.time}>
                <Table.Th scope="row" fw={400}>
                  {words(row.time)}
                </Table.Th>
                <Table.Td ta="right" className={classes.number ?? ''}>
                  {wholeNumber(row.balance)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
}
