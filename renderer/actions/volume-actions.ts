import { IconDatabasePlus, IconKey, IconTrash } from '@tabler/icons-react';
import type { Volume } from '../../director/contract/volume.ts';
import { t } from '../i18n.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { available, isManaged, running, type ServiceTarget } from './service-actions.ts';

export const createVolume: Action<ServiceTarget> = {
  id: 'volume.create',
  icon: IconDatabasePlus,
  label: () => t('action.createVolume'),
  enabled: running,
  cli: ({ service: { type, aid } }) => command(type, 'create_volume', aid, '<name>', '<megabytes>', '<agent id>'),
  run: ({ service: { aid, sid } }, { interaction }) =>
    interaction.setState({ question: { kind: 'create-volume', aid, sid } }),
};

export const deleteVolume: Action<ServiceTarget & { volume: Volume }> = {
  id: 'volume.delete',
  icon: IconTrash,
  tone: 'danger',
  label: () => t('action.delete'),
  enabled: available,
  confirm: ({ volume: { name } }) => ({
    title: t('confirm.deleteVolume.title', { name }),
    lost: t('confirm.deleteVolume.lost'),
    typeName: name,
  }),
  cli: ({ service: { type, aid }, volume: { name } }) => command(type, 'delete_volume', aid, name),
  async run({ service: { aid }, volume: { name } }, { client, operations }) {
    operations.put(await client.deleteVolume({ params: { aid, name } }));
  },
};

/** Adds SSH keys that may push code. */
export const addKeys: Action<ServiceTarget> = {
  id: 'service.add-keys',
  icon: IconKey,
  label: () => t('action.addKeys'),
  enabled: (target) => (isManaged(target) ? true : available(target)),
  cli: ({ service: { type, aid, sid } }) => command(type, 'upload_key', aid, sid, '<file>'),
  run: ({ service: { aid, sid } }, { interaction }) =>
    interaction.setState({ question: { kind: 'add-keys', aid, sid } }),
};
