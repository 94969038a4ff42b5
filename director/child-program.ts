import { ConpaasError } from './contract/errors.ts';
import { type DirectorMessage, shellMessage } from './contract/shell.ts';
import type { Director, RunningDirector } from './director.ts';

/** The other end of the channel to the program that started this one. */
export interface ShellChannel {
  send(message: DirectorMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The shell is gone, by whatever means. */
  onClose(listener: () => void): void;
}

/**
 * Runs the Director for a shell that talks over a channel: reports when it listens, gives launch addresses, and ends when asked to
 * or when the shell is gone. Applications go on unless the shell asks to stop them.
 * @param signals resolves when the system asks the program to end
 * @returns the exit code, once the Director has ended
 */
export async function runForShell(director: Director, channel: ShellChannel, signals: Promise<void>): Promise<number> {
  const end = Promise.withResolvers<'keep' | 'stop'>();
  let running: RunningDirector | undefined;
  channel.onMessage((raw) => {
    const { data: message } = shellMessage.safeParse(raw);
    if (message?.type === 'stop') end.resolve(message.applications);
    if (message?.type === 'launch' && running) channel.send({ type: 'launch', launchUrl: running.launchUrl() });
  });
  channel.onClose(() => end.resolve('keep'));
  signals.then(() => end.resolve('keep'));
  try {
    running = await director.start();
  } catch (error) {
    channel.send({ type: 'failed', error: ConpaasError.from(error).toBody() });
    return 1;
  }
  const { uiUrl, apiUrl, version } = running;
  channel.send({ type: 'ready', uiUrl, apiUrl, version, launchUrl: running.launchUrl() });
  await director.stop(await end.promise);
  return 0;
}
