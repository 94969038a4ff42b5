import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import type { Connection } from '../../../director/cli/connection.ts';
import type { FirstContact } from '../../../director/cli/first-contact.ts';
import type { Host } from '../../../director/cli/host.ts';
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
  /** What is typed unseen, or the lines of the input, one after the other. */
  secrets?: readonly string[];
  /** The CA that the Director says it belongs to, and whether it is known. */
  contact?: Partial<Pick<FirstContact, 'authority' | 'fingerprint' | 'standing'>>;
  /** The group of a short program. */
  program?: string;
  /** Whether the error stream is a terminal. */
  person?: boolean;
  environment?: NodeJS.ProcessEnv;
  home?: string;
  /** Called with what presses Ctrl-C once the command waits. */
  onWaiting?: (interrupt: () => void) => void;
}

/** Runs a command of cps-tools inside the test against a Director in memory. */
export async function run(
  director: InMemoryDirector,
  words: string | string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const outcome: Outcome = { status: -1, out: '', errors: '' };
  const secrets = [...(options.secrets ?? [])];
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
    askSecret: async (question) => {
      // As a real terminal: where nobody sits there, the next line of the input is the answer to no question.
      if (options.answer !== undefined) outcome.errors += question;
      return secrets.shift() ?? '';
    },
    onInterrupt: (listener) => {
      options.onWaiting?.(listener);
      return () => undefined;
    },
  };
  const connection: Connection = {
    url: 'https://director:5555',
    client: createClient(director),
    open: async (request) => {
      const answer = await director.send(request);
      if (answer.status >= 400) throw failureOf(answer);
      return Readable.from([Buffer.from(answer.body)]).pipe(new PassThrough()) as unknown as IncomingMessage;
    },
    close: () => undefined,
  };
  const host: Host = {
    terminal,
    environment: options.environment ?? {},
    home: options.home ?? '/nonexistent',
    systemFolder: '/nonexistent',
    connect: async (settings) => {
      director.reachedWith.push(settings);
      return connection;
    },
    firstContact: async (settings) => {
      director.reachedWith.push(settings);
      const contact = { authority: '', fingerprint: 'AB:CD', standing: 'new' } as const;
      return { url: connection.url, ...contact, ...options.contact, connect: () => connection };
    },
  };
  outcome.status = await runProgram(typeof words === 'string' ? split(words) : words, host, options.program);
  return outcome;
}

/** Words separated by spaces; quotes keep one together. */
const split = (words: string) =>
  [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
