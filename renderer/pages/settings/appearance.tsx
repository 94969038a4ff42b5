import { SegmentedControl, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../components/section.tsx';
import { usePreferences } from '../../stores/preferences.ts';

const schemes = ['auto', 'light', 'dark'] as const;

/** Colours of this window; remembered by the browser. */
export function Appearance() {
  const { t } = useTranslation();
  const label = useId();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const contrast = usePreferences((preferences) => preferences.contrast);
  return (
    <Section title={t('appearance.title')}>
      <Stack gap="md" align="flex-start">
        <div>
          <Text size="sm" fw={500} mb={4} id={label}>
            {t('colorScheme.label')}
          </Text>
          <SegmentedControl
            aria-labelledby={label}
            value={colorScheme}
            onChange={(value) => setColorScheme(schemes.find((one) => one === value) ?? 'auto')}
            data={schemes.map((value) => ({ value, label: t(`colorScheme.${value}`) }))}
          />
        </div>
        <Switch
          label={t('appearance.contrast')}
          description={t('appearance.contrastText')}
          checked={contrast === 'more'}
          onChange={(event) => usePreferences.setState({ contrast: event.currentTarget.checked ? 'more' : 'system' })}
        />
      </Stack>
    </Section>
  );
}
