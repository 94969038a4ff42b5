import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { useIsAdministrator } from '../../components/use-session.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { AccountsSection } from './accounts-section.tsx';
import { Appearance } from './appearance.tsx';
import { Behaviour } from './behaviour.tsx';
import { CloudsSection } from './clouds-section.tsx';
import { ImportSection } from './import-section.tsx';
import { Installation } from './installation.tsx';
import { Notices } from './notices.tsx';
import { Servers } from './servers.tsx';
import { SharingSection } from './sharing-section.tsx';

/** How the Director behaves, and what it found on this computer. What concerns everybody is for administrators. */
export default function SettingsPage() {
  const { t } = useTranslation();
  const model = useModel();
  const isAdministrator = useIsAdministrator();
  const { value: system, error } = useEntry(model.system, single);
  const { value: settings, error: settingsError } = useEntry(model.settings, single);
  return (
    <>
      <PageHeader title={t('navigation.settings')} facts={<Text c="dimmed">{t('settings.text')}</Text>} />
      {system && isAdministrator && <Notices notices={system.notices} />}
      <Appearance />
      {settingsError && <ErrorPanel error={settingsError} />}
      {settings && isAdministrator && (
        <>
          <Behaviour settings={settings} />
          {system && <SharingSection settings={settings} system={system} />}
          <AccountsSection settings={settings} />
        </>
      )}
      {error && <ErrorPanel error={error} />}
      {!system && !error && <PageSkeleton />}
      {system && (
        <>
          <Servers system={system} />
          <CloudsSection clouds={system.clouds} />
          {isAdministrator && <ImportSection />}
          {isAdministrator && <Installation system={system} />}
        </>
      )}
    </>
  );
}
