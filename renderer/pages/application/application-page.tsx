import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Application } from '../../../director/contract/application.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { lookOfApplication } from '../../components/look.ts';
import { OperationsHere } from '../../components/operations-here.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { actionsOfApplication } from '../../components/use-targets.ts';
import { useItem, useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';
import NotFound from '../not-found.tsx';
import { ManagerLog } from './manager-log.tsx';
import { RecentTasks } from './recent-tasks.tsx';
import { ServiceList } from './service-list.tsx';
import { TopologySection } from './topology-section.tsx';

export default function ApplicationPage({ aid }: { aid: number }) {
  const { t } = useTranslation();
  const { applications } = useModel();
  const application = useItem(applications, aid);
  const { phase } = useStore(applications.store);
  if (!application && phase === 'loading') return <PageSkeleton />;
  if (!application) return <NotFound title={t('application.gone')} text={t('application.goneText')} />;
  return (
    <>
      <ApplicationHeader application={application} />
      <OperationsHere about={(operation) => operation.aid === aid} />
      {application.reason && <ErrorPanel error={application.reason} />}
      <TopologySection application={application} />
      <ServiceList application={application} />
      <RecentTasks aid={aid} />
      <ManagerLog application={application} />
    </>
  );
}

function ApplicationHeader({ application }: { application: Application }) {
  const { t } = useTranslation();
  const model = useModel();
  const actions = actionsOfApplication(application, model);
  const [first, ...rest] = actions;
  const { cloud, manager } = application;
  return (
    <PageHeader
      title={application.name}
      trail={[{ label: t('navigation.dashboard'), path: paths.dashboard }]}
      status={<StatusBadge look={lookOfApplication(application)} />}
      facts={
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {t('application.created')} <RelativeTime time={application.created} />
          </Text>
          {cloud && (
            <Text size="sm" c="dimmed">
              {t('application.runsOn', { cloud })}
            </Text>
          )}
          {manager && (
            <Text size="sm" c="dimmed">
              {t('application.manager', { address: `${manager.address}:${manager.port}` })}
            </Text>
          )}
        </Group>
      }
      actions={
        <>
          <CommandHint actions={actions} subject={application.name} />
          {first && <ActionButton action={first} />}
          <ActionMenu actions={rest} subject={application.name} />
        </>
      }
    />
  );
}
