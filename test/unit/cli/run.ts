import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { runProgram } from '../../../director/cli/program.ts';
import type { Terminal } from '../../../director/cli/terminal.ts';
import { createClient, failureOf } from '../../../director/contract/client.ts';
import type { InMemoryDirector } from './in-memory-director.ts';

export interface Outcome {
  status: number;
  out: string;
  errors: string;
}

export interface RunOptions {
  /** What a person answers; without it nobody sits there. */
  answer?: string;
  /** Whether the error stream is a terminal. */
  person?: boolean;
  environment?: NodeJS.ProcessEnv;
  home?: string;
  /** Called with what presses Ctrl-C once the command waits. */
  onWaiting?: (interrupt: () => void) => void;
}

/** Runs a command of cps-tools inside the test against a Director in memory. */
export async function run(director: InMemoryDirector, words: string, options: RunOptions = {}): Promise<Outcome> {
  const outcome: Outcome = { status: -1, out: '', errors: '' };
  const terminal: Terminal = {
    interactive: { input: options.answer !== undefined, output: false, errors: options.person === true },
    write: (text) => {
      outcome.out += text;
    },
    writeError: (text) => {
      outcome.errors += text;
    },
    ask: async (question) => {
      outcome.errors += question;
      return options.answer ?? '';
    },
    onInterrupt: (listener) => {
      options.onWaiting?.(listener);
      return () => undefined;
    },
  };
  const environment = options.environment ?? {};
  outcome.status = await runProgram(split(words), {
    terminal,
    environment,
    home: options.home ?? '/nonexistent',
    systemFolder: '/nonexistent',
    connect: async () => ({
      url: 'https://director:5555',
      client: createClient(director),
      open: async (request) => {
        const answer = await director.send(request);
        if (answer.status >= 400) throw failureOf(answer);
        return Readable.from([Buffer.from(answer.body)]).pipe(new PassThrough()) as unknown as IncomingMessage;
      },
      close: () => undefined,
    }),
  });
  return outcome;
}

/** Words separated by spaces; quotes keep one together. */
const split = (words: string) =>
  [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
