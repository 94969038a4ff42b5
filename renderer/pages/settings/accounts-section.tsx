import { SimpleGrid, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../director/contract/system.ts';
import { bind } from '../../actions/action.ts';
import { request } from '../../actions/perform.ts';
import { updateSettings } from '../../actions/settings-actions.ts';
import { CommandHint } from '../../components/command-hint.tsx';
import { Section } from '../../components/section.tsx';
import { useModel } from '../../model-context.ts';
import { NumberSetting } from './number-setting.tsx';

/** Who may make an account, and what running costs. */
export function AccountsSection({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const model = useModel();
  const change = (changes: Partial<Settings>) => void request(bind(updateSettings, changes, model), model);
  const { registration, creditsEnabled } = settings;
  const switches = [{ registration: !registration }, { creditsEnabled: !creditsEnabled }].map((changes) => ({
    ...bind(updateSettings, changes, model, { key: Object.keys(changes).join(), subject: '' }),
    label: 'registration' in changes ? t('accountSettings.registration') : t('accountSettings.credits'),
  }));
  return (
    <Section
      title={t('accountSettings.title')}
      actions={<CommandHint actions={switches} subject={t('accountSettings.title')} />}
    >
      <Stack gap="lg">
        <Switch
          label={t('accountSettings.registration')}
          description={t('accountSettings.registrationText')}
          checked={registration}
          onChange={(event) => change({ registration: event.currentTarget.checked })}
        />
        <Switch
          label={t('accountSettings.credits')}
          description={t('accountSettings.creditsText')}
          checked={creditsEnabled}
          onChange={(event) => change({ creditsEnabled: event.currentTarget.checked })}
        />
        {creditsEnabled && (
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberSetting
              label={t('accountSettings.newUserCredit')}
              description={t('accountSettings.newUserCreditText')}
              value={settings.newUserCredit}
              min={0}
              max={settings.maxCredit}
              onSave={(newUserCredit) => change({ newUserCredit })}
            />
            <NumberSetting
              label={t('accountSettings.maxCredit')}
              description={t('accountSettings.maxCreditText')}
              value={settings.maxCredit}
              min={0}
              max={1_000_000_000}
              onSave={(maxCredit) => change({ maxCredit })}
            />
          </SimpleGrid>
        )}
      </Stack>
    </Section>
  );
}
