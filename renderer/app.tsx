import { lazy, Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { useStore } from 'zustand';
import { PageSkeleton } from './components/page-skeleton.tsx';
import { AppFrame } from './layout/app-frame.tsx';
import { notifyOfEnds } from './layout/end-notes.ts';
import { openSampleSites } from './layout/sample-site.ts';
import { useModel } from './model-context.ts';
import { NotConnected } from './pages/not-connected.tsx';
import { useContrast } from './theme/contrast.ts';

const Dashboard = lazy(() => import('./pages/dashboard/dashboard-page.tsx'));
const ApplicationPage = lazy(() => import('./pages/application/application-page.tsx'));
const ServicePage = lazy(() => import('./pages/service/service-page.tsx'));
const TasksPage = lazy(() => import('./pages/tasks/tasks-page.tsx'));
const SettingsPage = lazy(() => import('./pages/settings/settings-page.tsx'));
const NotFound = lazy(() => import('./pages/not-found.tsx'));

/** The pages, once there is a session; before that, why not. */
export function App() {
  const model = useModel();
  const { phase, session } = useStore(model.connection.store);
  useContrast();
  useEffect(() => {
    const disposers = [openSampleSites(model), notifyOfEnds(model)];
    return () => {
      for (const dispose of disposers) dispose();
    };
  }, [model]);

  // A page that was shown stays while the Director is away; a banner tells.
  if (!session || phase === 'signed-out') return <NotConnected />;
  return (
    <AppFrame>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          <Route path="/" component={Dashboard} />
          <Route path="/applications/:aid">{({ aid }) => <ApplicationPage key={aid} aid={Number(aid)} />}</Route>
          <Route path="/applications/:aid/services/:sid/:tab?">
            {({ aid, sid, tab }) => <ServicePage key={`${aid}/${sid}`} aid={Number(aid)} sid={Number(sid)} tab={tab} />}
          </Route>
          <Route path="/tasks" component={TasksPage} />
          <Route path="/settings" component={SettingsPage} />
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </AppFrame>
  );
}
