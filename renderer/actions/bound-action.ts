import type { Icon } from '@tabler/icons-react';

/** What is asked before an action that takes something away. */
export interface Confirmation {
  title: string;
  /** What is lost, in a sentence or two. */
  lost: string;
  /** Must be typed where data goes for good. */
  typeName?: string;
}

/** An action on one target, ready for a button, a menu, the palette or a shortcut. */
export interface BoundAction {
  /** Unique over all actions and targets. */
  key: string;
  label: string;
  /** What it is done to, for places where that is not seen from the surroundings (the palette). */
  subject: string;
  icon: Icon;
  tone: 'primary' | 'default' | 'danger';
  /** true, or why it cannot be done now. */
  enabled: true | string;
  /** In the notation of Mantine's useHotkeys, for example "alt+N". */
  shortcut?: string;
  /** How many instances it starts: its cost in credits per hour. */
  instances?: number;
  /** The same on the command line. */
  cli?: string;
  confirm?: Confirmation;
  run(): Promise<void>;
}
