import { Stack, Table, Text, Title } from '@mantine/core';
import { IconApps } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { UserHoldings } from '../../../director/contract/user.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { wholeNumber } from '../../components/format.ts';
import { lookOfState } from '../../components/look.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useEntry, useModel } from '../../model-context.ts';

/** The applications of a user, and the managers and nodes that exist for them. */
export function HoldingsSection({ uid }: { uid: number }) {
  const { t } = useTranslation();
  const { value: holdings, error } = useEntry(useModel().holdings, String(uid));
  return (
    <Section title={t('holdings.title')}>
      {error && <ErrorPanel error={error} />}
      {!holdings && !error && <ListSkeleton />}
      {holdings?.applications.length === 0 && <NothingYet icon={IconApps} title={t('holdings.none')} />}
      {holdings && holdings.applications.length > 0 && <Applications applications={holdings.applications} />}
      {holdings && holdings.resources.length > 0 && <Instances resources={holdings.resources} />}
    </Section>
  );
}

const digits = { ta: 'right', style: { fontVariantNumeric: 'tabular-nums' } } as const;

function Applications({ applications }: Pick<UserHoldings, 'applications'>) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('holdings.application')}</Table.Th>
            <Table.Th scope="col">{t('users.state')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('application.services')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('users.instances')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {applications.map(({ aid, name, state, services, instances }) => (
            <Table.Tr key={aid}>
              <Table.Th scope="row" fw={500}>
                {name}
              </Table.Th>
              <Table.Td>
                <StatusBadge look={lookOfState(state)} />
              </Table.Td>
              <Table.Td {...digits}>{wholeNumber(services)}</Table.Td>
              <Table.Td {...digits}>{wholeNumber(instances)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Instances({ resources }: Pick<UserHoldings, 'resources'>) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Title order={3}>{t('holdings.instances')}</Title>
      <Table.ScrollContainer minWidth={620}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('holdings.instance')}</Table.Th>
              <Table.Th scope="col">{t('holdings.application')}</Table.Th>
              <Table.Th scope="col">{t('node.cloud')}</Table.Th>
              <Table.Th scope="col">{t('holdings.since')}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t('holdings.charged')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {resources.map((resource) => (
              <Table.Tr key={resource.rid}>
                <Table.Th scope="row" fw={500}>
                  {t(`certificateKind.${resource.kind}`)} {resource.address}
                  <Text size="xs" c="dimmed">
                    {resource.vmid}
                  </Text>
                </Table.Th>
                <Table.Td>{resource.application}</Table.Td>
                <Table.Td>{resource.cloud}</Table.Td>
                <Table.Td>
                  <RelativeTime time={resource.created} />
                </Table.Td>
                <Table.Td {...digits}>{wholeNumber(resource.charged)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
