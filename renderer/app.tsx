import { lazy, Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { useStore } from 'zustand';
import { PageSkeleton } from './components/page-skeleton.tsx';
import { AppFrame } from './layout/app-frame.tsx';
import { showWhatIsDeployed } from './layout/deployed.ts';
import { notifyOfEnds } from './layout/end-notes.ts';
import { useModel } from './model-context.ts';
import DashboardPage from './pages/dashboard/dashboard-page.tsx';
import { NotConnected } from './pages/not-connected.tsx';
import NotFound from './pages/not-found.tsx';
import { pages } from './pages/pages.ts';
import { paths } from './routes.ts';
import { useContrast } from './theme/contrast.ts';

const ApplicationPage = lazy(pages.application);
const ServicePage = lazy(pages.service);
const ManifestPage = lazy(pages.manifest);
const TasksPage = lazy(pages.tasks);
const SettingsPage = lazy(pages.settings);
const ConfigurationImportPage = lazy(pages.configurationImport);
const ChecksPage = lazy(pages.checks);
const CreditsPage = lazy(pages.credits);
const CertificatesPage = lazy(pages.certificates);
const ProfilePage = lazy(pages.profile);
const UsersPage = lazy(pages.users);
const UserPage = lazy(pages.user);
const SignInPage = lazy(pages.signIn);

/** The pages, once there is a session; before that, why not. */
export function App() {
  const model = useModel();
  const { phase, session } = useStore(model.connection.store);
  useContrast();
  useEffect(() => {
    const disposers = [showWhatIsDeployed(model), notifyOfEnds(model)];
    return () => {
      for (const dispose of disposers) dispose();
    };
  }, [model]);

  // A page that was shown stays while the Director is away; a banner tells.
  if (phase === 'signed-out')
    return (
      <Suspense fallback={<NotConnected />}>
        <SignInPage />
      </Suspense>
    );
  if (!session) return <NotConnected />;
  return (
    <AppFrame>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          <Route path="/" component={DashboardPage} />
          <Route path="/applications/:aid">{({ aid }) => <ApplicationPage key={aid} aid={Number(aid)} />}</Route>
          <Route path="/applications/:aid/services/:sid/:tab?">
            {({ aid, sid, tab }) => <ServicePage key={`${aid}/${sid}`} aid={Number(aid)} sid={Number(sid)} tab={tab} />}
          </Route>
          <Route path={paths.manifest} component={ManifestPage} />
          <Route path={paths.tasks} component={TasksPage} />
          <Route path={paths.settings} component={SettingsPage} />
          <Route path={paths.credits} component={CreditsPage} />
          <Route path={paths.certificates} component={CertificatesPage} />
          <Route path={paths.profile} component={ProfilePage} />
          {session.role === 'administrator' && <Route path={paths.users} component={UsersPage} />}
          {session.role === 'administrator' && <Route path={paths.checks} component={ChecksPage} />}
          {session.role === 'administrator' && (
            <Route path={paths.configurationImport} component={ConfigurationImportPage} />
          )}
          {session.role === 'administrator' && (
            <Route path="/users/:uid">{({ uid }) => <UserPage key={uid} uid={Number(uid)} />}</Route>
          )}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </AppFrame>
  );
}
