import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app } from 'electron';
import { packageRoot } from '../director/installation/programs.ts';
import { Shell } from './shell.ts';
import { becomeSingleInstance } from './single-instance.ts';

app.enableSandbox();
app.setName('ConPaaS Nutshell');
// The Director is a program for Node, and inside of Electron `process.execPath` is Electron. `npm start` says which Node it is.
process.env.CONPAAS_NODE ??= join(packageRoot(), 'node_modules', 'node', 'bin', 'node');

let shell: Shell | undefined;

function open(): void {
  // Chromium's own switches are among the arguments.
  const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } }, strict: false });
  const directory = values['data-dir'];
  shell = new Shell(typeof directory === 'string' ? directory : undefined);
  shell.start();
}

if (becomeSingleInstance(app, () => shell?.bringToFront())) {
  app.on('before-quit', (event) => {
    if (!shell) return;
    event.preventDefault();
    shell.quit();
  });
  app.on('activate', () => shell?.bringToFront());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => shell?.quit());
  // Not awaited: Electron becomes ready only once this module has been evaluated.
  void app.whenReady().then(open);
} else {
  app.exit(0);
}
