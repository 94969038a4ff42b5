import { Group, Stack, Table, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { System } from '../../../director/contract/system.ts';
import { CommandLine } from '../../components/command-hint.tsx';
import type { Look } from '../../components/look.ts';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';

/** Server programs that were looked for on this computer, what they are for, and how to get those that are missing. */
export function Servers({ system: { servers, phpRuntime } }: { system: System }) {
  const { t } = useTranslation();
  const found: Look = { tone: 'good', icon: IconCircleCheck, label: t('servers.found') };
  const missing: Look = { tone: 'calm', icon: IconCircleDashed, label: t('servers.missing') };
  return (
    <Section title={t('servers.title')}>
      <Text size="sm" c="dimmed">
        {t(`servers.php.${phpRuntime}`)}
      </Text>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w={120}>
              {t('servers.name')}
            </Table.Th>
            <Table.Th scope="col" w={220}>
              {t('servers.state')}
            </Table.Th>
            <Table.Th scope="col">{t('servers.use')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {servers.map((server) => (
            <Table.Tr key={server.name}>
              <Table.Th scope="row" fw={600}>
                {server.name}
              </Table.Th>
              <Table.Td>
                <Group gap="xs">
                  <StatusBadge look={server.version === null ? missing : found} />
                  <Text size="sm">{server.version}</Text>
                </Group>
                <Text size="xs" c="dimmed">
                  {server.path}
                </Text>
              </Table.Td>
              <Table.Td>
                <Stack gap={4}>
                  <Text size="sm">{server.use}</Text>
                  {server.version === null && server.installCommand && (
                    <CommandLine label={t('servers.install')} command={server.installCommand} />
                  )}
                </Stack>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
