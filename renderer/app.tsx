import { lazy, Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { useStore } from 'zustand';
import { PageSkeleton } from './components/page-skeleton.tsx';
import { AppFrame } from './layout/app-frame.tsx';
import { notifyOfEnds } from './layout/end-notes.ts';
import { openSampleSites } from './layout/sample-site.ts';
import { useModel } from './model-context.ts';
import DashboardPage from './pages/dashboard/dashboard-page.tsx';
import { NotConnected } from './pages/not-connected.tsx';
import NotFound from './pages/not-found.tsx';
import { pages } from './pages/pages.ts';
import { useContrast } from './theme/contrast.ts';

const ApplicationPage = lazy(pages.application);
const ServicePage = lazy(pages.service);
const TasksPage = lazy(pages.tasks);
const SettingsPage = lazy(pages.settings);

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
          <Route path="/" component={DashboardPage} />
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
