import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { System } from '../../../director/contract/system.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';
import { single } from '../../stores/mirror.ts';

/** On what applications run here, in a few words; the details are in the settings. */
export function WhereItRuns() {
  const { t } = useTranslation();
  const { value: system, error } = useEntry(useModel().system, single);
  return (
    <Section
      title={t('where.title')}
      actions={
        <Anchor component={Link} href={paths.settings} size="sm">
          {t('where.details')}
        </Anchor>
      }
    >
      {error && <ErrorPanel error={error} />}
      {!system && !error && <Skeleton height={44} />}
      {system && <Facts system={system} />}
    </Section>
  );
}

function Facts({ system }: { system: System }) {
  const { t } = useTranslation();
  const found = system.servers.filter(({ version }) => version !== null);
  const cloud = system.clouds.find(({ isDefault }) => isDefault);
  const servers = found.map(({ name, version }) => `${name} ${version}`).join(', ');
  return (
    <Group wrap="nowrap" align="flex-start">
      <IconDeviceLaptop aria-hidden size={28} stroke={1.5} style={{ flex: 'none' }} />
      <Stack gap={4}>
        <Text size="sm">
          <b>{cloud?.title}</b> {cloud && `– ${cloud.description}`}
        </Text>
        <Text size="sm" c="dimmed">
          {system.phpRuntime === 'system' ? t('where.system', { servers }) : t('where.embedded')}
        </Text>
        {system.notices.map((notice) => (
          <Text key={notice.message} size="sm" c="var(--warn-ink)">
            {notice.message} {notice.hint}
          </Text>
        ))}
      </Stack>
    </Group>
  );
}
