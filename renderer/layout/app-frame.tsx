import { Anchor, AppShell } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { PageBoundary } from '../components/page-boundary.tsx';
import { Dialogs } from '../dialogs/dialogs.tsx';
import { useModel } from '../model-context.ts';
import { Announcements } from './announcements.tsx';
import { CreditBanner } from './credit-banner.tsx';
import classes from './header-bar.module.css';
import { HeaderBar } from './header-bar.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const TaskDrawer = lazy(() => import('./task-drawer.tsx'));
const Palette = lazy(() => import('./palette.tsx'));

/** Header, navigation and the page; what opens over them is loaded when it is first needed. */
export function AppFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { interaction } = useModel();
  const { navigationOpen, tasksOpen, paletteOpen } = useStore(interaction);
  const [location] = useLocation();
  useShortcuts();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !navigationOpen } }}
      padding={{ base: 'md', sm: 'lg' }}
    >
      <Anchor href="#main" className={classes.skip ?? ''}>
        {t('navigation.skip')}
      </Anchor>
      <AppShell.Header>
        <HeaderBar />
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('navigation.label')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <OfflineBanner />
        <CreditBanner />
        <div className={classes.page}>
          <PageBoundary place={location}>{children}</PageBoundary>
        </div>
      </AppShell.Main>
      <Announcements />
      <Dialogs />
      <Suspense>
        {tasksOpen && <TaskDrawer />}
        {paletteOpen && <Palette />}
      </Suspense>
    </AppShell>
  );
}
