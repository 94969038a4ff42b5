import { IconPencil, IconPlayerPlay, IconPlayerStop, IconPlus, IconRocket, IconTrash } from '@tabler/icons-react';
import type { Application } from '../../director/contract/application.ts';
import { transientStates } from '../../director/contract/state.ts';
import type { Sample } from '../../director/contract/system.ts';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { startingNodesOf } from './cost.ts';
import { exportManifest } from './manifest-actions.ts';

/** Every application that runs has one manager. */
const managerInstances = 1;

const inTransition = (application: Application) => transientStates.includes(application.state);
const waitForTransition = ({ name, state }: Application) =>
  t('reason.applicationInTransition', { name, state: t(`state.${state}`) });

export const createApplication: Action<undefined> = {
  id: 'application.create',
  icon: IconPlus,
  shortcut: 'alt+N',
  label: () => t('action.createApplication'),
  enabled: () => true,
  cli: () => command('application', 'create', '<name>'),
  run: (_, { interaction }) => interaction.setState({ question: { kind: 'create-application' } }),
};

export const deploySample: Action<Sample> = {
  id: 'sample.deploy',
  icon: IconRocket,
  tone: 'primary',
  label: (sample) => t('action.deploySample', { title: sample.title }),
  enabled: () => true,
  instances({ serviceType }, model) {
    const nodes = startingNodesOf(serviceType, model);
    return nodes === undefined ? undefined : managerInstances + nodes;
  },
  cli: ({ name }) => command('sample', 'deploy', name),
  async run(sample, { client, operations }) {
    operations.put(await client.deploySample({ params: { name: sample.name } }));
  },
};

export const startApplication: Action<Application> = {
  id: 'application.start',
  icon: IconPlayerPlay,
  tone: 'primary',
  label: () => t('action.start'),
  enabled(application) {
    if (application.state === 'RUNNING') return t('reason.alreadyRunning', { name: application.name });
    return inTransition(application) ? waitForTransition(application) : true;
  },
  instances: () => managerInstances,
  cli: ({ aid }) => command('application', 'start', aid),
  async run({ aid }, { client, operations }) {
    operations.put(await client.startApplication({ params: { aid }, body: {} }));
  },
};

export const stopApplication: Action<Application> = {
  id: 'application.stop',
  icon: IconPlayerStop,
  label: () => t('action.stop'),
  enabled(application) {
    if (application.state === 'INIT' || application.state === 'STOPPED')
      return t('reason.notRunning', { name: application.name });
    // Stopping is also the way out of a start that takes too long.
    return application.state === 'EPILOGUE' ? waitForTransition(application) : true;
  },
  confirm: ({ name }) => ({
    title: t('confirm.stopApplication.title', { name }),
    lost: t('confirm.stopApplication.lost'),
  }),
  cli: ({ aid }) => command('application', 'stop', aid),
  async run({ aid }, { client, operations }) {
    operations.put(await client.stopApplication({ params: { aid } }));
  },
};

export const renameApplication: Action<Application> = {
  id: 'application.rename',
  icon: IconPencil,
  label: () => t('action.rename'),
  enabled: () => true,
  cli: ({ aid }) => command('application', 'rename', aid, '<new name>'),
  run: ({ aid }, { interaction }) => interaction.setState({ question: { kind: 'rename-application', aid } }),
};

export const deleteApplication: Action<Application> = {
  id: 'application.delete',
  icon: IconTrash,
  tone: 'danger',
  label: () => t('action.delete'),
  enabled: (application) => (application.state === 'EPILOGUE' ? waitForTransition(application) : true),
  confirm: ({ name }) => ({
    title: t('confirm.deleteApplication.title', { name }),
    lost: t('confirm.deleteApplication.lost'),
    typeName: name,
  }),
  cli: ({ aid }) => command('application', 'delete', aid),
  async run({ aid }, { client, operations, page }) {
    operations.put(await client.deleteApplication({ params: { aid } }));
    page.go(paths.dashboard);
  },
};

export const addService: Action<Application> = {
  id: 'service.add',
  icon: IconPlus,
  label: () => t('action.addService'),
  enabled: ({ name, state }) => (state === 'RUNNING' || state === 'ADAPTING' ? true : t('reason.startFirst', { name })),
  cli: ({ aid }) => command('service', 'add', '<type>', aid),
  run: ({ aid }, { interaction }) => interaction.setState({ question: { kind: 'add-service', aid } }),
};

/** In the order of menus; the first is the one that is wanted most. */
export const applicationActions = (application: Application): Action<Application>[] => [
  application.state === 'RUNNING' || application.state === 'ADAPTING' ? stopApplication : startApplication,
  addService,
  renameApplication,
  exportManifest,
  ...(application.state === 'ERROR' ? [stopApplication] : []),
  deleteApplication,
];
