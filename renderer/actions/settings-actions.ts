import { IconSettings } from '@tabler/icons-react';
import type { Settings } from '../../director/contract/system.ts';
import { t } from '../i18n.ts';
import { single } from '../stores/mirror.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

/** Changes some settings of the Director. */
export const updateSettings: Action<Partial<Settings>> = {
  id: 'settings.update',
  icon: IconSettings,
  label: () => t('action.saveSettings'),
  enabled: () => true,
  cli: (changes) =>
    command('director', 'set_settings', ...Object.entries(changes).map(([key, value]) => `${key}=${value ?? 'None'}`)),
  async run(changes, { client, settings, system, credit }) {
    settings.put(single, await client.updateSettings({ body: changes }));
    // Which PHP serves is told by the system's description too, and whether anything costs something by the credit.
    await Promise.all([system.refresh(single), credit.refresh(single)]);
  },
};
