import {
  IconCoins,
  IconKey,
  IconPencil,
  IconTrash,
  IconUserCheck,
  IconUserOff,
  IconUserPlus,
} from '@tabler/icons-react';
import type { UserOverview } from '../../director/contract/user.ts';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import { single } from '../stores/mirror.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

/** A user as administrators see them. */
export interface UserTarget {
  user: UserOverview;
  /** The administrator's own account. */
  isSelf: boolean;
}

export const createUser: Action<undefined> = {
  id: 'user.create',
  icon: IconUserPlus,
  tone: 'primary',
  label: () => t('action.createUser'),
  enabled: () => true,
  cli: () => command('user', 'create', '<name>'),
  run: (_, { interaction }) => interaction.setState({ question: { kind: 'create-user' } }),
};

export const editUser: Action<UserTarget> = {
  id: 'user.edit',
  icon: IconPencil,
  label: () => t('action.editUser'),
  enabled: () => true,
  cli: ({ user: { username } }) => command('user', 'edit', username),
  run: ({ user: { uid } }, { interaction }) => interaction.setState({ question: { kind: 'edit-user', uid } }),
};

export const addCredit: Action<UserTarget> = {
  id: 'user.credit',
  icon: IconCoins,
  label: () => t('action.addCredit'),
  enabled: () => true,
  cli: ({ user: { username } }) => command('user', 'add_credit', username, '<credits>'),
  run: ({ user: { uid } }, { interaction }) => interaction.setState({ question: { kind: 'add-credit', uid } }),
};

export const setPassword: Action<UserTarget> = {
  id: 'user.password',
  icon: IconKey,
  label: () => t('action.setPassword'),
  enabled: ({ isSelf }) => (isSelf ? t('reason.ownPassword') : true),
  cli: ({ user: { username } }) => command('user', 'set_password', username),
  run: ({ user: { uid } }, { interaction }) => interaction.setState({ question: { kind: 'set-password', uid } }),
};

export const disableUser: Action<UserTarget> = {
  id: 'user.disable',
  icon: IconUserOff,
  tone: 'danger',
  label: () => t('action.disableUser'),
  enabled: ({ isSelf }) => (isSelf ? t('reason.ownAccount') : true),
  confirm: ({ user: { username } }) => ({
    title: t('confirm.disableUser.title', { username }),
    lost: t('confirm.disableUser.lost'),
  }),
  cli: ({ user: { username } }) => command('user', 'disable', username),
  async run({ user: { uid } }, { client, users }) {
    await client.updateUser({ params: { uid }, body: { enabled: false } });
    await users.refresh(single);
  },
};

export const enableUser: Action<UserTarget> = {
  id: 'user.enable',
  icon: IconUserCheck,
  label: () => t('action.enableUser'),
  enabled: () => true,
  cli: ({ user: { username } }) => command('user', 'enable', username),
  async run({ user: { uid } }, { client, users }) {
    await client.updateUser({ params: { uid }, body: { enabled: true } });
    await users.refresh(single);
  },
};

export const deleteUser: Action<UserTarget> = {
  id: 'user.delete',
  icon: IconTrash,
  tone: 'danger',
  label: () => t('action.delete'),
  enabled({ user, isSelf }) {
    if (isSelf) return t('reason.ownAccount');
    return user.applications === 0
      ? true
      : t('reason.userHasApplications', { username: user.username, count: user.applications });
  },
  confirm: ({ user: { username } }) => ({
    title: t('confirm.deleteUser.title', { username }),
    lost: t('confirm.deleteUser.lost'),
    typeName: username,
  }),
  cli: ({ user: { username } }) => command('user', 'delete', username),
  async run({ user: { uid } }, { client, users, page }) {
    await client.deleteUser({ params: { uid } });
    await users.refresh(single);
    page.go(paths.users);
  },
};

/** In the order of menus. */
export const userActions = ({ user }: UserTarget): Action<UserTarget>[] => [
  addCredit,
  editUser,
  setPassword,
  user.enabled ? disableUser : enableUser,
  deleteUser,
];
