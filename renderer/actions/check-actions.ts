import { IconFileImport, IconFileSearch, IconStethoscope } from '@tabler/icons-react';
import { t } from '../i18n.ts';
import { single } from '../stores/mirror.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

/** Looks for what is wrong with the Director. */
export const startChecks: Action<undefined> = {
  id: 'director.check',
  icon: IconStethoscope,
  tone: 'primary',
  label: () => t('action.startChecks'),
  enabled: () => true,
  cli: () => command('director', 'check'),
  async run(_, { client, operations }) {
    operations.put(await client.startChecks());
  },
};

/** The text of a director.cfg, and how many of its lines are wrong; null: it was not looked at yet. */
export interface ImportTarget {
  text: string;
  wrong: number | null;
}

/** Tells what of a director.cfg would be taken over; nothing is. */
export const examineConfiguration: Action<ImportTarget> = {
  id: 'configuration.examine',
  icon: IconFileSearch,
  tone: 'primary',
  label: () => t('action.examineConfiguration'),
  enabled: ({ text }) => (text.trim() === '' ? t('reason.noConfiguration') : true),
  cli: () => command('director', 'import', '<file>'),
  async run({ text }, { client, configurationImport }) {
    configurationImport.report(text, await client.importConfiguration({ body: { text, apply: false } }));
  },
};

export const takeOverConfiguration: Action<ImportTarget> = {
  id: 'configuration.import',
  icon: IconFileImport,
  tone: 'primary',
  label: () => t('action.takeOver'),
  enabled: ({ wrong }) => (wrong === null ? t('reason.examineFirst') : true),
  confirm: ({ wrong }) => ({
    title: t('confirm.takeOver.title'),
    lost: wrong ? t('confirm.takeOver.lostWrong', { count: wrong }) : t('confirm.takeOver.lost'),
  }),
  cli: () => command('director', 'import', '<file>', '--apply'),
  async run({ text }, { client, configurationImport, settings, system, credit }) {
    configurationImport.report(text, await client.importConfiguration({ body: { text, apply: true } }));
    await Promise.all([settings.refresh(single), system.refresh(single), credit.refresh(single)]);
  },
};
