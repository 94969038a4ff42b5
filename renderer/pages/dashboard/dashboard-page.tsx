import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bind } from '../../actions/action.ts';
import { createApplication } from '../../actions/application-actions.ts';
import { goToManifest } from '../../actions/window-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { OperationsHere } from '../../components/operations-here.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { useApplications } from '../../components/use-targets.ts';
import { useModel } from '../../model-context.ts';
import { ApplicationList } from './application-list.tsx';
import { Samples } from './samples.tsx';
import { Welcome } from './welcome.tsx';
import { WhereItRuns } from './where-it-runs.tsx';

/** All applications; on the first day, a welcome. */
export default function DashboardPage() {
  const { t } = useTranslation();
  const model = useModel();
  const { phase, error } = useStore(model.applications.store);
  const applications = useApplications();
  const create = bind(createApplication, undefined, model);
  const manifest = { ...bind(goToManifest, undefined, model), label: t('manifest.title') };
  const samples = <OperationsHere about={({ kind }) => kind === 'sample.deploy'} />;

  if (phase === 'loading') return <PageSkeleton />;
  if (phase === 'failed' && error)
    return (
      <>
        <PageHeader title={t('navigation.dashboard')} />
        <ErrorPanel error={error} />
      </>
    );
  if (applications.length === 0)
    return (
      <Stack gap="lg">
        {samples}
        <Welcome create={create} />
        <Samples more />
        <WhereItRuns />
      </Stack>
    );
  return (
    <>
      <PageHeader
        title={t('navigation.dashboard')}
        actions={
          <>
            <CommandHint actions={[create, manifest]} subject={t('navigation.dashboard')} />
            <ActionButton action={manifest} />
            <ActionButton action={{ ...create, tone: 'primary' }} />
          </>
        }
      />
      {samples}
      <ApplicationList applications={applications} />
      <Samples />
      <WhereItRuns />
    </>
  );
}
