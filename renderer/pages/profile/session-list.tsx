import { Badge, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bind } from '../../actions/action.ts';
import { endSession } from '../../actions/session-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { dayOf, exactTime } from '../../components/format.ts';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Section } from '../../components/section.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';

/** Browsers that are signed in, and a way to end what one left open elsewhere. */
export function SessionList() {
  const { t } = useTranslation();
  const model = useModel();
  const { value: sessions, error } = useEntry(model.sessions, single);
  const endings = (sessions ?? [])
    .filter(({ current }) => !current)
    .map((one) => bind(endSession, one, model, { key: one.id, subject: one.browser }));
  return (
    <Section title={t('sessions.title')} actions={<CommandHint actions={endings} subject={t('sessions.title')} />}>
      {error && <ErrorPanel error={error} />}
      {!sessions && !error && <ListSkeleton />}
      {sessions && (
        <Table.ScrollContainer minWidth={600}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('sessions.browser')}</Table.Th>
                <Table.Th scope="col">{t('sessions.lastSeen')}</Table.Th>
                <Table.Th scope="col">{t('sessions.expires')}</Table.Th>
                <Table.Th scope="col">{t('sessions.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sessions.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Th scope="row" fw={500}>
                    <Group gap="xs">
                      {one.browser || t('sessions.unknown')}
                      {one.current && (
                        <Badge variant="light" tt="none">
                          {t('sessions.current')}
                        </Badge>
                      )}
                    </Group>
                    <Text size="xs" c="dimmed">
                      {one.address}
                    </Text>
                  </Table.Th>
                  <Table.Td>
                    <RelativeTime time={one.lastSeen} />
                  </Table.Td>
                  <Table.Td title={exactTime(one.expires)}>{dayOf(one.expires)}</Table.Td>
                  <Table.Td>
                    {!one.current && (
                      <ActionButton
                        action={bind(endSession, one, model, { key: one.id, subject: one.browser })}
                        size="xs"
                        named
                      />
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}
