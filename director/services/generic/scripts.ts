/** The scripts of a generic service (reference §8.6), by the command that runs them. */
export const scriptOf = {
  init: 'init.sh',
  notify: 'notify.sh',
  run: 'run.sh',
  interrupt: 'interrupt.sh',
  cleanup: 'cleanup.sh',
} as const;

export type ScriptCommand = keyof typeof scriptOf;
export type ScriptName = (typeof scriptOf)[ScriptCommand];
export const scriptNames: readonly ScriptName[] = Object.values(scriptOf);

/** What users can ask for. */
export const userCommands = ['run', 'interrupt', 'cleanup'] as const;
export type UserCommand = (typeof userCommands)[number];

/** How a script's state is told (reference §8.6). */
export const neverStarted = 'NEVER STARTED';
export const running = 'RUNNING';
export const stopped = (code: number) => `STOPPED (return code ${code})`;

/** Seconds that init.sh may take: less than the time limits of starting a service and of enabling code. */
export const initLimitSeconds = 75;
