import { IconLayoutDashboard, IconListCheck, IconSearch, IconSettings } from '@tabler/icons-react';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

export const goToDashboard: Action<undefined> = {
  id: 'go.dashboard',
  icon: IconLayoutDashboard,
  shortcut: 'alt+1',
  label: () => t('navigation.dashboard'),
  enabled: () => true,
  cli: () => command('application', 'list'),
  run: (_, { page }) => page.go(paths.dashboard),
};

export const goToTasks: Action<undefined> = {
  id: 'go.tasks',
  icon: IconListCheck,
  shortcut: 'alt+2',
  label: () => t('navigation.tasks'),
  enabled: () => true,
  cli: () => command('task', 'list'),
  run: (_, { page }) => page.go(paths.tasks),
};

export const goToSettings: Action<undefined> = {
  id: 'go.settings',
  icon: IconSettings,
  shortcut: 'alt+3',
  label: () => t('navigation.settings'),
  enabled: () => true,
  cli: () => command('director', 'status'),
  run: (_, { page }) => page.go(paths.settings),
};

export const openPalette: Action<undefined> = {
  id: 'window.palette',
  icon: IconSearch,
  shortcut: 'mod+K',
  label: () => t('action.openPalette'),
  enabled: () => true,
  run: (_, { interaction }) => interaction.setState({ paletteOpen: true }),
};

export const toggleTasks: Action<undefined> = {
  id: 'window.tasks',
  icon: IconListCheck,
  shortcut: 'mod+J',
  label: () => t('action.toggleTasks'),
  enabled: () => true,
  run: (_, { interaction }) => interaction.setState(({ tasksOpen }) => ({ tasksOpen: !tasksOpen })),
};

/** Those that can be done on every page. */
export const windowActions: readonly Action<undefined>[] = [
  goToDashboard,
  goToTasks,
  goToSettings,
  openPalette,
  toggleTasks,
];
