import { Group, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../director/contract/system.ts';
import { bind } from '../../actions/action.ts';
import { request } from '../../actions/perform.ts';
import { updateSettings } from '../../actions/settings-actions.ts';
import { Section } from '../../components/section.tsx';
import { useModel } from '../../model-context.ts';
import { AddressSetting } from './address-setting.tsx';
import { NumberSetting } from './number-setting.tsx';

const endings = ['ask', 'keep', 'stop'] as const;
const runtimes = ['auto', 'system', 'embedded'] as const;
const megabyte = 1024 * 1024;

/** Settings of the Director; each is saved when it is changed. */
export function Behaviour({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const model = useModel();
  const change = (changes: Partial<Settings>) => void request(bind(updateSettings, changes, model), model);
  return (
    <Section title={t('behaviour.title')}>
      <Stack gap="lg">
        <Radio.Group
          label={t('behaviour.onQuit')}
          description={t('behaviour.onQuitText')}
          value={settings.onQuit}
          onChange={(value) => change({ onQuit: endings.find((one) => one === value) ?? 'ask' })}
        >
          <Stack gap={8} mt="xs">
            {endings.map((value) => (
              <Radio key={value} value={value} label={t(`behaviour.onQuitChoices.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t('behaviour.phpRuntime')}
          description={t('behaviour.phpRuntimeText')}
          value={settings.phpRuntime}
          onChange={(value) => change({ phpRuntime: runtimes.find((one) => one === value) ?? 'auto' })}
        >
          <Stack gap={8} mt="xs">
            {runtimes.map((value) => (
              <Radio key={value} value={value} label={t(`behaviour.phpRuntimes.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Group grow align="flex-start">
          <NumberSetting
            label={t('behaviour.archiveMegabytes')}
            value={Math.round(settings.archiveLimitBytes / megabyte)}
            onSave={(value) => change({ archiveLimitBytes: value * megabyte })}
          />
          <NumberSetting
            label={t('behaviour.archiveFiles')}
            value={settings.archiveLimitFiles}
            onSave={(archiveLimitFiles) => change({ archiveLimitFiles })}
          />
        </Group>
        <AddressSetting
          label={t('behaviour.timeReference')}
          description={t('behaviour.timeReferenceText')}
          placeholder="https://www.example.org"
          value={settings.timeReference}
          onSave={(timeReference) => change({ timeReference })}
        />
      </Stack>
    </Section>
  );
}
