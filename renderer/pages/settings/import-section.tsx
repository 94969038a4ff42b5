import { Button, Group, Text } from '@mantine/core';
import { IconFileSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Section } from '../../components/section.tsx';
import { paths } from '../../routes.ts';

/** The way to taking over the settings of an older Director. */
export function ImportSection() {
  const { t } = useTranslation();
  return (
    <Section title={t('import.title')}>
      <Group justify="space-between" gap="md">
        <Text size="sm" c="dimmed" style={{ flex: '1 1 20rem' }}>
          {t('import.text')}
        </Text>
        <Button
          component={Link}
          href={paths.configurationImport}
          variant="default"
          leftSection={<IconFileSettings aria-hidden size={16} />}
        >
          {t('import.begin')}
        </Button>
      </Group>
    </Section>
  );
}
