import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BoundAction } from '../actions/bound-action.ts';

/** A question in a dialog of its own that an action asks before it can run. */
export type Question =
  | { kind: 'create-application' }
  | { kind: 'rename-application'; aid: number }
  | { kind: 'add-service'; aid: number }
  | { kind: 'rename-service'; aid: number; sid: number }
  | { kind: 'startup-script'; aid: number; sid: number }
  | { kind: 'create-volume'; aid: number; sid: number }
  | { kind: 'add-keys'; aid: number; sid: number }
  | { kind: 'export-manifest'; aid: number }
  | { kind: 'change-password' }
  | { kind: 'certificate-pkcs12' }
  | { kind: 'create-user' }
  | { kind: 'edit-user'; uid: number }
  | { kind: 'set-password'; uid: number }
  | { kind: 'add-credit'; uid: number };

export interface InteractionState {
  question: Question | null;
  /** The action whose confirmation is asked for. */
  confirming: BoundAction | null;
  /** Keys of actions whose request has not been answered yet. */
  busy: ReadonlySet<string>;
  tasksOpen: boolean;
  paletteOpen: boolean;
  navigationOpen: boolean;
}

/** What is open in the window at the moment; nothing of it comes from the Director. */
export type Interaction = StoreApi<InteractionState>;

/** Nothing is open. */
export const nothingOpen: InteractionState = {
  question: null,
  confirming: null,
  busy: new Set<string>(),
  tasksOpen: false,
  paletteOpen: false,
  navigationOpen: false,
};

export function createInteraction(): Interaction {
  return createStore(() => nothingOpen);
}
