import {
  IconBug,
  IconExternalLink,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconScript,
  IconTrash,
} from '@tabler/icons-react';
import type { Application } from '../../director/contract/application.ts';
import type { Service } from '../../director/contract/service.ts';
import { transientStates } from '../../director/contract/state.ts';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { startingNodesOf } from './cost.ts';

/** A service with the application it belongs to. */
export interface ServiceTarget {
  application: Application;
  service: Service;
}

const params = ({ service: { aid, sid } }: ServiceTarget) => ({ aid, sid });
/** The start of a command about this service, in the group of its type. */
const about = ({ service: { type, aid, sid } }: ServiceTarget, name: string) => [type, name, aid, sid] as const;

/** Whether the manager, which knows everything about the service, is there to be asked. */
export function isManaged({ application: { state } }: ServiceTarget): boolean {
  return state === 'RUNNING' || state === 'ADAPTING';
}

function idle({ service: { name, state } }: ServiceTarget): true | string {
  return transientStates.includes(state) ? t('reason.serviceInTransition', { name, state: t(`state.${state}`) }) : true;
}

/** Why nothing can be asked of the service now; true when it can. */
export function available(target: ServiceTarget): true | string {
  return isManaged(target) ? idle(target) : t('reason.startFirst', { name: target.application.name });
}

/** Like `available`, for what needs a running service. */
export function running(target: ServiceTarget): true | string {
  const possible = available(target);
  if (possible !== true) return possible;
  return target.service.state === 'RUNNING' ? true : t('reason.startFirst', { name: target.service.name });
}

export const openSite: Action<ServiceTarget> = {
  id: 'service.open',
  icon: IconExternalLink,
  tone: 'primary',
  shortcut: 'alt+O',
  label: () => t('action.openSite'),
  enabled: ({ service }) => (service.url ? true : t('reason.noSite', { name: service.name })),
  run({ service }, { page }) {
    if (service.url) page.openExternal(service.url);
  },
};

export const startService: Action<ServiceTarget> = {
  id: 'service.start',
  icon: IconPlayerPlay,
  tone: 'primary',
  label: () => t('action.start'),
  enabled(target) {
    const { name, state } = target.service;
    if (state === 'RUNNING') return t('reason.alreadyRunning', { name });
    return state === 'ERROR' ? t('reason.stopFirst', { name }) : available(target);
  },
  instances: ({ service }, model) => startingNodesOf(service.type, model),
  cli: (target) => command(...about(target, 'start')),
  async run(target, { client, operations }) {
    operations.put(await client.startService({ params: params(target), body: {} }));
  },
};

export const stopService: Action<ServiceTarget> = {
  id: 'service.stop',
  icon: IconPlayerStop,
  label: () => t('action.stop'),
  enabled: (target) =>
    target.service.state === 'INIT' || target.service.state === 'STOPPED'
      ? t('reason.notRunning', { name: target.service.name })
      : available(target),
  confirm: ({ service: { name } }) => ({
    title: t('confirm.stopService.title', { name }),
    lost: t('confirm.stopService.lost'),
  }),
  cli: (target) => command(...about(target, 'stop')),
  async run(target, { client, operations }) {
    operations.put(await client.stopService({ params: params(target) }));
  },
};

export const renameService: Action<ServiceTarget> = {
  id: 'service.rename',
  icon: IconPencil,
  label: () => t('action.rename'),
  enabled: () => true,
  cli: (target) => command(...about(target, 'rename'), '<new name>'),
  run: (target, { interaction }) => interaction.setState({ question: { kind: 'rename-service', ...params(target) } }),
};

export const editStartupScript: Action<ServiceTarget> = {
  id: 'service.startup-script',
  icon: IconScript,
  label: () => t('action.startupScript'),
  enabled: (target) => (isManaged(target) ? true : available(target)),
  cli: (target) => command(...about(target, 'set_script'), '<file>'),
  run: (target, { interaction }) => interaction.setState({ question: { kind: 'startup-script', ...params(target) } }),
};

export const removeService: Action<ServiceTarget> = {
  id: 'service.remove',
  icon: IconTrash,
  tone: 'danger',
  label: () => t('action.removeService'),
  // Also while its application is stopped.
  enabled: idle,
  confirm: ({ service: { name } }) => ({
    title: t('confirm.removeService.title', { name }),
    lost: t('confirm.removeService.lost'),
    typeName: name,
  }),
  cli: (target) => command(...about(target, 'remove')),
  async run(target, { client, operations, page }) {
    operations.put(await client.removeService({ params: params(target) }));
    page.go(paths.application(target.service.aid));
  },
};

/** Errors of the code are shown in its pages: for development. */
export const setDebug: Action<ServiceTarget & { on: boolean }> = {
  id: 'service.debug',
  icon: IconBug,
  label: ({ on }) => (on ? t('action.debugOn') : t('action.debugOff')),
  enabled: available,
  cli: (target) => command(...about(target, 'debug'), target.on ? 'on' : 'off'),
  async run(target, { client, operations }) {
    const values = { display_errors: target.on ? 'On' : 'Off' };
    operations.put(await client.updateConfiguration({ params: params(target), body: { values } }));
  },
};

export const updateConfiguration: Action<ServiceTarget & { values: Record<string, string> }> = {
  id: 'service.configure',
  icon: IconPencil,
  tone: 'primary',
  label: () => t('action.saveSettings'),
  enabled(target) {
    const possible = available(target);
    return possible !== true || Object.keys(target.values).length > 0 ? possible : t('reason.nothingChanged');
  },
  cli: (target) =>
    command(
      ...about(target, 'set_php_config'),
      ...Object.entries(target.values).map(([key, value]) => `${key}=${value}`),
    ),
  async run(target, { client, operations }) {
    operations.put(await client.updateConfiguration({ params: params(target), body: { values: target.values } }));
  },
};

/** In the order of menus; the first is the one that is wanted most. */
export const serviceActions = ({ service }: ServiceTarget): Action<ServiceTarget>[] => [
  service.state === 'INIT' || service.state === 'STOPPED' || service.state === 'PROLOGUE' ? startService : stopService,
  openSite,
  renameService,
  editStartupScript,
  removeService,
];
