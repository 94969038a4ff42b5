import type { ErrorBody } from '../contract/errors.ts';
import type { Terminal } from './terminal.ts';

/** Wrong arguments: the usage is shown with it and the exit status is 2. */
export class UsageError extends Error {
  readonly usage: string;

  /** @param usage the line that says how the command is called */
  constructor(message: string, usage: string) {
    super(message);
    this.name = 'UsageError';
    this.usage = usage;
  }
}

/** A command that has told all there is to tell, and failed. */
export class CommandFailed extends Error {
  readonly body: ErrorBody;
  readonly exitStatus: number;

  constructor(body: ErrorBody, exitStatus = 1) {
    super(body.message);
    this.name = 'CommandFailed';
    this.body = body;
    this.exitStatus = exitStatus;
  }
}

// By its shape and not by its class: that would load the contract, which help and usage errors do not need.
const isCoded = (thrown: object): thrown is { toBody(): ErrorBody } =>
  'toBody' in thrown && typeof thrown.toBody === 'function';

function bodyOf(thrown: unknown): ErrorBody {
  if (thrown instanceof CommandFailed) return thrown.body;
  if (thrown instanceof UsageError) return { code: 'INVALID_INPUT', message: thrown.message, hint: thrown.usage };
  if (typeof thrown === 'object' && thrown !== null && isCoded(thrown)) return thrown.toBody();
  return { code: 'INTERNAL', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** A text that already begins with ERROR gets no second one (reference §14.1). */
const prefixed = (message: string) => (message.startsWith('ERROR') ? message : `ERROR: ${message}`);

function textOf(thrown: unknown, body: ErrorBody, { debug, hints }: { debug: boolean; hints: boolean }): string {
  if (thrown instanceof UsageError) return `${thrown.usage}\n${prefixed(body.message)}\n`;
  const hint = hints && body.hint ? `  ${body.hint}\n` : '';
  const detail = body.detail ? `${body.detail}\n` : '';
  if (debug && thrown instanceof Error) return `${thrown.stack ?? thrown.message}\n${detail}${hint}`;
  return `${prefixed(body.message)}\n${hint}`;
}

/**
 * Tells a failure on the error stream: as `ERROR: <text>`, for people with the hint below it; with --debug as a stack trace; with
 * --json as `{"error": {code, message, hint, detail}}`.
 * @returns the exit status: 2 for wrong arguments, else 1 (or what the command chose)
 */
export function tellFailure(
  thrown: unknown,
  terminal: Terminal,
  { debug, json }: { debug: boolean; json: boolean },
): number {
  const body = bodyOf(thrown);
  const text = json
    ? `${JSON.stringify({ error: body })}\n`
    : textOf(thrown, body, { debug, hints: terminal.interactive.errors });
  terminal.writeError(text);
  if (thrown instanceof CommandFailed) return thrown.exitStatus;
  return thrown instanceof UsageError ? 2 : 1;
}
