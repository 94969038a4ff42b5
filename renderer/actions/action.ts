import type { Icon } from '@tabler/icons-react';
import type { Model } from '../stores/model.ts';
import type { BoundAction, Confirmation } from './bound-action.ts';

/** Something a user can do to a target: one definition for button, menu, palette, shortcut, confirmation and command line. */
export interface Action<T> {
  id: string;
  icon: Icon;
  tone?: BoundAction['tone'];
  shortcut?: string;
  label(target: T): string;
  /** true, or why not, in words for the user. */
  enabled(target: T): true | string;
  confirm?(target: T): Confirmation;
  /** How many instances it starts, which is what it costs in credits per hour; undefined where that is not known yet. */
  instances?(target: T, model: Model): number | undefined;
  /** The command of cps-tools that does the same. */
  cli?(target: T): string;
  run(target: T, model: Model): Promise<void> | void;
}

/** What names a target: a key for the machine, words for people. */
export interface Naming {
  key: string;
  subject: string;
}

/** @param naming of the target; a global action needs none */
export function bind<T>(
  action: Action<T>,
  target: T,
  model: Model,
  naming: Naming = { key: '', subject: '' },
): BoundAction {
  const instances = action.instances?.(target, model);
  return {
    key: naming.key ? `${action.id} ${naming.key}` : action.id,
    label: action.label(target),
    subject: naming.subject,
    icon: action.icon,
    tone: action.tone ?? 'default',
    enabled: action.enabled(target),
    ...(action.shortcut ? { shortcut: action.shortcut } : {}),
    ...(instances === undefined ? {} : { instances }),
    ...(action.cli ? { cli: action.cli(target) } : {}),
    ...(action.confirm ? { confirm: action.confirm(target) } : {}),
    run: async () => action.run(target, model),
  };
}
