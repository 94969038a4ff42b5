import { IconPlayerPlay, IconPlayerStop, IconRefresh, IconSend, IconTrashX } from '@tabler/icons-react';
import type { ServiceTypeDescription } from '../../director/contract/service.ts';
import { t } from '../i18n.ts';
import { methodKey } from '../stores/keys.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { running, type ServiceTarget } from './service-actions.ts';

/** A method that only the type of the service has. */
export interface MethodTarget extends ServiceTarget {
  method: ServiceTypeDescription['methods'][number];
}

/** Asks again what a method without parameters answers. */
export const askMethod: Action<MethodTarget> = {
  id: 'method.ask',
  icon: IconRefresh,
  label: () => t('action.askAgain'),
  enabled: running,
  cli: ({ service: { type, aid, sid }, method }) => command(type, method.name, aid, sid),
  run: ({ service, method }, { methodAnswers }) => methodAnswers.refresh(methodKey(service, method.name)),
};

/** Calls a method with what was typed for its parameters; what is left empty is left out. */
export const callMethod: Action<MethodTarget & { parameters: Readonly<Record<string, string>> }> = {
  id: 'method.call',
  icon: IconSend,
  label: ({ method }) => method.title,
  enabled(target) {
    const { method, parameters } = target;
    const missing = method.parameters.find(({ name, optional }) => !optional && !parameters[name]);
    return missing ? t('reason.parameterMissing', { name: missing.name }) : running(target);
  },
  cli: ({ service: { type, aid, sid }, method, parameters }) =>
    command(type, method.name, aid, sid, ...method.parameters.flatMap(({ name }) => parameters[name] || [])),
  async run({ service: { aid, sid }, method, parameters }, { client, page }) {
    const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));
    const params = { aid, sid, method: method.name };
    const { result } = await client.callServiceMethod({ params, body: { parameters: given } });
    page.notify({ tone: 'success', title: method.title, text: typeof result === 'string' ? result : t('note.done') });
  },
};

/** The methods by which services with scripts are worked with (reference §8.6). */
export const scriptMethods = { execute: 'execute_script', status: 'get_script_status' } as const;

export const scriptCommands = ['run', 'interrupt', 'cleanup'] as const;
export type ScriptCommand = (typeof scriptCommands)[number];

export interface ScriptTarget extends ServiceTarget {
  /** Arguments of the script, quoted as in a shell. */
  parameters: string;
}

const scriptIcons = { run: IconPlayerPlay, interrupt: IconPlayerStop, cleanup: IconTrashX };

/** Starts a script on every node. */
export function executeScript(script: ScriptCommand): Action<ScriptTarget> {
  return {
    id: `script.${script}`,
    icon: scriptIcons[script],
    tone: script === 'run' ? 'primary' : 'default',
    label: () => t(`scripts.commands.${script}`),
    enabled: running,
    cli: ({ service: { type, aid, sid }, parameters }) =>
      command(type, script, aid, sid, ...(parameters.trim() ? ['--parameters', parameters.trim()] : [])),
    async run({ service, parameters }, { client, methodAnswers }) {
      const { aid, sid } = service;
      const given = parameters.trim() ? { parameters: parameters.trim() } : {};
      await client.callServiceMethod({
        params: { aid, sid, method: scriptMethods.execute },
        body: { parameters: { command: script, ...given } },
      });
      await methodAnswers.refresh(methodKey(service, scriptMethods.status));
    },
  };
}
