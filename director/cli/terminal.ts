import { Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Where a command reads and writes. Tests give one that collects. */
export interface Terminal {
  /** Whether a person sits at the input, sees the output, sees the errors. */
  readonly interactive: { input: boolean; output: boolean; errors: boolean };
  write(text: string): void;
  writeError(text: string): void;
  /** Asks on the error stream, so that what a script reads stays clean. An ended input answers with an empty text. */
  ask(question: string): Promise<string>;
  /** The same without showing what is typed. Where nobody sits there, the next line of the input is the answer. */
  askSecret(question: string): Promise<string>;
  /** Calls once when the user presses Ctrl-C; until the disposer is called, that does not end the program. */
  onInterrupt(listener: () => void): () => void;
}

/** Answers with an empty text where the question was ended by Ctrl-C or Ctrl-D. */
async function answerOf(lines: Interface, question: string): Promise<string> {
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    // Ctrl-C and Ctrl-D close the lines, which makes the question fail.
    const answer = await Promise.race([lines.question(question).catch(() => undefined), ended]);
    if (answer === undefined && question !== '') process.stderr.write('\n');
    return answer ?? '';
  } finally {
    lines.close();
  }
}

const ask = (question: string) => answerOf(createInterface({ input: process.stdin, output: process.stderr }), question);

/** Nothing of what is typed is shown; readline would repeat it. */
async function askUnseen(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const answer = await answerOf(createInterface({ input: process.stdin, output: nowhere, terminal: true }), '');
  process.stderr.write('\n');
  return answer;
}

/** Reads the input line by line: several secrets may come one after the other. */
function lineReader(): () => Promise<string> {
  let lines: NodeJS.AsyncIterator<string> | undefined;
  return async () => {
    lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    holdProgram(true);
    const { value, done } = await lines.next();
    holdProgram(false);
    return done ? '' : String(value);
  };
}

/** Whether an input that goes on keeps the program from ending. A file never does, and cannot be told. */
function holdProgram(holds: boolean): void {
  const { stdin } = process;
  if (!(stdin instanceof Socket)) return;
  if (holds) stdin.ref();
  else stdin.unref();
}

/** A reader that goes away early, as in "cps-tools … | head", is no failure. */
function endQuietlyWithReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  endQuietlyWithReader(process.stdout);
  endQuietlyWithReader(process.stderr);
  return {
    interactive: {
      input: process.stdin.isTTY === true,
      output: process.stdout.isTTY === true,
      errors: process.stderr.isTTY === true,
    },
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    ask,
    askSecret: process.stdin.isTTY ? askUnseen : lineReader(),
    onInterrupt(listener) {
      let pressed = false;
      const interrupt = () => {
        if (!pressed) listener();
        pressed = true;
      };
      process.on('SIGINT', interrupt);
      // Once pressed, the program ends by itself, and a second signal must not cut short what it still has to say: npm and
      // the launcher pass on what the terminal has sent to all of them already.
      return () => {
        if (!pressed) process.removeListener('SIGINT', interrupt);
      };
    },
  };
}
