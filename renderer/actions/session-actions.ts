import { IconDeviceDesktopOff, IconKey, IconLogout } from '@tabler/icons-react';
import type { OpenSession, User } from '../../director/contract/user.ts';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import { single } from '../stores/mirror.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

export const signOut: Action<undefined> = {
  id: 'session.close',
  icon: IconLogout,
  label: () => t('action.signOut'),
  enabled: () => true,
  async run(_, { client, connection, page }) {
    await client.closeSession();
    connection.signedOut();
    page.go(paths.dashboard);
  },
};

/** Signs another browser of the same user out. */
export const endSession: Action<OpenSession> = {
  id: 'session.end',
  icon: IconDeviceDesktopOff,
  tone: 'danger',
  label: () => t('action.endSession'),
  enabled: ({ current }) => (current ? t('reason.currentSession') : true),
  cli: ({ id }) => command('user', 'end_session', id),
  async run({ id }, { client, sessions }) {
    await client.endSession({ params: { id } });
    await sessions.refresh(single);
  },
};

/** The owner of a desktop has no password until they set one. */
export const changePassword: Action<Pick<User, 'hasPassword'>> = {
  id: 'profile.password',
  icon: IconKey,
  label: ({ hasPassword }) => (hasPassword ? t('action.changePassword') : t('action.setFirstPassword')),
  enabled: () => true,
  cli: () => command('user', 'passwd'),
  run: (_, { interaction }) => interaction.setState({ question: { kind: 'change-password' } }),
};
