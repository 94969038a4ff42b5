/**
 * Reasons for which Electron cannot open a window, that are known before it is tried.
 * @param uid of the user, where the system has such
 * @returns half a sentence, or undefined when it is worth trying
 */
export function whyNoWindow(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  uid: number | undefined,
): string | undefined {
  if (environment.CONPAAS_NO_WINDOW) return 'CONPAAS_NO_WINDOW is set';
  if (platform !== 'linux') return undefined;
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display';
  // It would run without Chromium's sandbox then, which is no state to show pages in.
  if (uid === 0) return 'Electron does not run for root';
  return undefined;
}
