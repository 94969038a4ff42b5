import { parseArgs } from 'node:util';
import type { ShellChannel } from './child-program.ts';
import { endSignals } from './end-signals.ts';
import { useCompileCache } from './installation/compile-cache.ts';

/** The Director as a child of the desktop shell, which talks to it over the IPC channel. */
async function main(): Promise<number> {
  if (!process.send)
    throw new Error('This program is started by the desktop shell. Use "npm run serve" for one alone.');
  const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
  const directory = values['data-dir'];
  useCompileCache(process.env);
  const [{ createDirector }, { runForShell }] = await Promise.all([
    import('./director.ts'),
    import('./child-program.ts'),
  ]);
  const channel: ShellChannel = {
    send: (message) => {
      // A shell that is gone hears nothing; its end is told by "disconnect".
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  };
  const director = createDirector(directory === undefined ? {} : { dataDirectory: directory });
  return runForShell(director, channel, endSignals());
}

process.exitCode = await main();
if (process.connected) process.disconnect();
