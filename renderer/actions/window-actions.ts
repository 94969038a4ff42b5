import {
  IconCertificate,
  IconCoins,
  IconFileCode,
  IconLayoutDashboard,
  IconListCheck,
  IconSearch,
  IconSettings,
  IconStethoscope,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import type { Session } from '../../director/contract/system.ts';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { signOut } from './session-actions.ts';

/** Goes to a page; the same on the command line tells what the page shows. */
function goTo(
  id: string,
  icon: Action<undefined>['icon'],
  path: string,
  label: () => string,
  more: Pick<Action<undefined>, 'shortcut' | 'cli'> = {},
): Action<undefined> {
  return { id, icon, ...more, label, enabled: () => true, run: (_, { page }) => page.go(path) };
}

export const goToDashboard = goTo(
  'go.dashboard',
  IconLayoutDashboard,
  paths.dashboard,
  () => t('navigation.dashboard'),
  {
    shortcut: 'alt+1',
    cli: () => command('application', 'list'),
  },
);
export const goToTasks = goTo('go.tasks', IconListCheck, paths.tasks, () => t('navigation.tasks'), {
  shortcut: 'alt+2',
  cli: () => command('task', 'list'),
});
export const goToSettings = goTo('go.settings', IconSettings, paths.settings, () => t('navigation.settings'), {
  shortcut: 'alt+3',
  cli: () => command('director', 'status'),
});
export const goToCredits = goTo('go.credits', IconCoins, paths.credits, () => t('navigation.credits'), {
  shortcut: 'alt+4',
  cli: () => command('user', 'get_credit'),
});
export const goToCertificates = goTo(
  'go.certificates',
  IconCertificate,
  paths.certificates,
  () => t('navigation.certificates'),
  {
    shortcut: 'alt+5',
    cli: () => command('user', 'list_certificates'),
  },
);
export const goToProfile = goTo('go.profile', IconUser, paths.profile, () => t('navigation.profile'), {
  shortcut: 'alt+6',
  cli: () => command('user', 'get_config'),
});
export const goToUsers = goTo('go.users', IconUsers, paths.users, () => t('navigation.users'), {
  shortcut: 'alt+7',
  cli: () => command('user', 'list', '--credit'),
});

export const goToManifest = goTo('go.manifest', IconFileCode, paths.manifest, () => t('navigation.manifest'), {
  shortcut: 'alt+8',
  cli: () => command('application', 'manifest', '<file>'),
});
export const goToChecks = goTo('go.checks', IconStethoscope, paths.checks, () => t('navigation.checks'), {
  shortcut: 'alt+9',
  cli: () => command('director', 'check'),
});

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

/** Those that can be done on every page, by this user. */
export function windowActions(session: Session | null): readonly Action<undefined>[] {
  return [
    goToDashboard,
    goToManifest,
    goToCredits,
    goToCertificates,
    goToTasks,
    ...(session?.role === 'administrator' ? [goToChecks, goToUsers] : []),
    goToSettings,
    goToProfile,
    openPalette,
    toggleTasks,
    ...(session?.signedInBy === 'password' ? [signOut] : []),
  ];
}
