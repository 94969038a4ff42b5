import { spawn } from 'node:child_process';
import type { Child } from './director-process.ts';

/** How much of the error output is kept, in characters: the end tells why a program ended. */
const keptOutput = 4000;

export interface NodeProgram {
  /** Path of the Node.js binary; Electron's own lacks what the Director's libraries are built for. */
  node: string;
  execArgv: readonly string[];
  entry: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
}

/** Starts a Node program with an IPC channel. */
export function nodeChild({ node, execArgv, entry, args, environment }: NodeProgram): Child {
  const child = spawn(node, [...execArgv, entry, ...args], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: environment,
    windowsHide: true,
  });
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    output = (output + text).slice(-keptOutput);
  });
  return {
    send: (message) => {
      // The channel may close at any moment; the exit is told by onExit.
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let told = false;
      const tell = (code: number | null, signal: string | null, lastWords: string) => {
        if (told) return;
        told = true;
        listener({ code, signal, lastWords });
      };
      // "close" comes after the last of the output, unlike "exit".
      child.once('close', (code, signal) => tell(code, signal, output.trim()));
      child.on('error', (error) => {
        if (child.pid === undefined) tell(null, null, error.message);
      });
    },
    kill: (signal) => child.kill(signal),
  };
}
