/** What is needed of Electron's app. */
export interface LockingApp {
  requestSingleInstanceLock(): boolean;
  on(event: 'second-instance', listener: () => void): unknown;
}

/**
 * Makes this the only window program of the user's session. A second one hands over and ends.
 * @param onSecond called in the first one when a second was started: time to come to the front
 * @returns false in the second one
 */
export function becomeSingleInstance(app: LockingApp, onSecond: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecond);
  return true;
}
