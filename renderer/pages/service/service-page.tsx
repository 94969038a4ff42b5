import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ServiceTypeDescription } from '../../../director/contract/service.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { OperationsHere } from '../../components/operations-here.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { useServiceType } from '../../components/use-service-type.ts';
import { useServiceTarget } from '../../components/use-targets.ts';
import { useModel } from '../../model-context.ts';
import { paths, type ServiceTab, serviceTabs } from '../../routes.ts';
import NotFound from '../not-found.tsx';
import { NeedsManager } from './needs-manager.tsx';
import { ServiceHeader } from './service-header.tsx';

const panels = {
  overview: lazy(() => import('./overview-tab.tsx')),
  methods: lazy(() => import('./methods-tab.tsx')),
  code: lazy(() => import('./code-tab.tsx')),
  volumes: lazy(() => import('./volumes-tab.tsx')),
  settings: lazy(() => import('./settings-tab.tsx')),
  logs: lazy(() => import('./logs-tab.tsx')),
  history: lazy(() => import('./history-tab.tsx')),
};

/** The parts that a type has; all that every type has while it is not known. */
function tabsOf(type: ServiceTypeDescription | undefined): ServiceTab[] {
  const has: Partial<Record<ServiceTab, boolean>> = {
    methods: (type?.methods.length ?? 0) > 0,
    code: type?.hasCode ?? false,
    volumes: type?.hasVolumes ?? false,
  };
  return serviceTabs.filter((tab) => has[tab] ?? true);
}

interface ServicePageProps {
  aid: number;
  sid: number;
  tab: string | undefined;
}

export default function ServicePage({ aid, sid, tab }: ServicePageProps) {
  const { t } = useTranslation();
  const { services, applications, page } = useModel();
  const target = useServiceTarget(aid, sid);
  const type = useServiceType(target?.service.type ?? '');
  const loading = [useStore(services.store), useStore(applications.store)].some(({ phase }) => phase === 'loading');
  if (!target && loading) return <PageSkeleton />;
  if (!target) return <NotFound title={t('service.gone')} text={t('service.goneText')} />;

  const current: ServiceTab = serviceTabs.find((one) => one === tab) ?? 'overview';
  const offered = tabsOf(type);
  const Panel = panels[current];
  return (
    <>
      <ServiceHeader target={target} />
      <OperationsHere about={(operation) => operation.aid === aid && operation.sid === sid} />
      {target.service.reason && (
        <ErrorPanel
          error={target.service.reason}
          tone={target.service.state === 'ERROR' ? 'error' : 'warning'}
          {...(target.service.state === 'ERROR' ? {} : { title: t('service.lastFailure') })}
        />
      )}
      <Tabs
        value={current}
        onChange={(value) => page.go(paths.service(target.service, (value ?? 'overview') as ServiceTab))}
      >
        <Tabs.List aria-label={t('service.parts')} mb="lg">
          {offered.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`service.tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current}>
          <NeedsManager target={target}>
            <Suspense fallback={<PageSkeleton />}>
              <Panel target={target} />
            </Suspense>
          </NeedsManager>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
