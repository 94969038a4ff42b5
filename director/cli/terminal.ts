import { createInterface } from 'node:readline/promises';

/** Where a command reads and writes. Tests give one that collects. */
export interface Terminal {
  /** Whether a person sits at the input, sees the output, sees the errors. */
  readonly interactive: { input: boolean; output: boolean; errors: boolean };
  write(text: string): void;
  writeError(text: string): void;
  /** Asks on the error stream, so that what a script reads stays clean. An ended input answers with an empty text. */
  ask(question: string): Promise<string>;
  /** Calls once when the user presses Ctrl-C; until the disposer is called, that does not end the program. */
  onInterrupt(listener: () => void): () => void;
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    // Ctrl-C and Ctrl-D close the lines, which makes the question fail.
    const answer = await Promise.race([lines.question(question).catch(() => undefined), ended]);
    if (answer === undefined) process.stderr.write('\n');
    return answer ?? '';
  } finally {
    lines.close();
  }
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
