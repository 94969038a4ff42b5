import { Badge, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CloudDescription } from '../../../director/contract/system.ts';
import { Section } from '../../components/section.tsx';

/** Where instances can run, how they are kept apart, and how they get their addresses. */
export function CloudsSection({ clouds }: { clouds: readonly CloudDescription[] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('clouds.title')}>
      <Stack gap="lg">
        {clouds.map((cloud) => {
          const apart = cloud.isolation.kind !== 'none';
          return (
            <Stack key={cloud.name} gap={4}>
              <Group gap="xs">
                <Text fw={600}>{cloud.title}</Text>
                {cloud.isDefault && (
                  <Badge variant="light" tt="none">
                    {t('clouds.default')}
                  </Badge>
                )}
              </Group>
              <Text size="sm">{cloud.description}</Text>
              <Group gap={6} wrap="nowrap" align="flex-start" c={apart ? 'var(--good-ink)' : 'var(--warn-ink)'}>
                {apart ? <IconShieldCheck aria-hidden size={18} /> : <IconShieldOff aria-hidden size={18} />}
                <Text size="sm">{cloud.isolation.description}</Text>
              </Group>
              <Text size="sm" c="dimmed">
                {cloud.network}
              </Text>
            </Stack>
          );
        })}
      </Stack>
    </Section>
  );
}
