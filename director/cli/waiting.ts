import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { Client } from '../contract/client.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import type { Call } from './call.ts';
import { CommandFailed } from './failure.ts';
import type { Session } from './session.ts';

/** Milliseconds between two questions: they grow from the first to the last. */
const firstPause = 100;
const lastPause = 1000;
const growth = 1.5;
/** Milliseconds that a Director may be away (it is started again) before waiting for it is given up. */
const patience = 30_000;
/** Milliseconds: a longer timer would fire at once. */
const longestTimer = 2 ** 31 - 1;
/** Seconds beyond the operation's own limit, after which the Director should have ended it. */
const grace = 10;

const underWay = (operation: Operation) => operation.state === 'running' || operation.state === 'cancelling';

/** Steps as they change, for --debug. */
function tellSteps(session: Session, before: Operation, now: Operation): void {
  for (const [index, step] of now.steps.entries())
    if (before.steps[index]?.state !== step.state) session.debug(`${step.name}: ${step.state}`);
}

async function ask(client: Client, id: string, signal: AbortSignal): Promise<Operation> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await client.getOperation({ params: { id } }, { signal });
    } catch (error) {
      const away = error instanceof ConpaasError && error.code === 'DIRECTOR_UNREACHABLE';
      if (!away || Date.now() > deadline) throw error;
      await pause(lastPause, undefined, { signal });
    }
  }
}

type Until = (operation: Operation) => boolean;

const hasEnded: Until = (operation) => !underWay(operation);

async function poll(session: Session, started: Operation, until: Until, signal: AbortSignal): Promise<Operation> {
  const client = await session.client();
  let operation = started;
  for (let wait = firstPause; !until(operation); wait = Math.min(lastPause, wait * growth)) {
    await pause(wait, undefined, { signal });
    const now = await ask(client, operation.id, signal);
    tellSteps(session, operation, now);
    operation = now;
  }
  return operation;
}

/** Ends the waiting, never the operation. */
function waitingEnded(operation: Operation, why: string, exitStatus: number): CommandFailed {
  return new CommandFailed(new ConpaasError('WAITING_ENDED', { id: operation.id, why }).toBody(), exitStatus);
}

/**
 * Follows an operation to its end, through a restart of the Director too. The time limit and Ctrl-C end the waiting and leave
 * the operation running.
 * @param begin called when Ctrl-C ends the waiting only: from then on people may press it
 * @param until the end where not given
 * @throws CommandFailed WAITING_ENDED with exit status 1 (time) or 130 (Ctrl-C); ConpaasError as the client
 */
export async function followOperation(
  call: Call,
  operation: Operation,
  begin = () => {},
  until = hasEnded,
): Promise<Operation> {
  const { session } = call;
  // Without a limit of the caller's, as long as the operation itself may take.
  const limit = call.integer('timeout') ?? operation.timeLimit + grace;
  const ending = new AbortController();
  const end = (why: string, exitStatus: number) => ending.abort(waitingEnded(operation, why, exitStatus));
  const timer = setTimeout(() => end(`after ${limit} s`, 1), Math.min(limit * 1000, longestTimer));
  const forget = session.terminal.onInterrupt(() => end('by Ctrl-C', 130));
  try {
    begin();
    return await poll(session, operation, until, ending.signal);
  } catch (error) {
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/** Why an operation did not succeed. */
function failureOfOperation(operation: Operation): CommandFailed {
  const otherwise = operation.state === 'cancelled' ? 'OPERATION_CANCELLED' : 'OPERATION_INTERRUPTED';
  return new CommandFailed(operation.error ?? new ConpaasError(otherwise).toBody());
}

/** Follows the operation and fails as it failed; with --json its last state is printed either way. */
async function finish(call: Call, operation: Operation, begin?: () => void): Promise<Operation> {
  const { session } = call;
  const ended = await followOperation(call, operation, begin);
  if (session.settings.json) session.answer(ended, () => '');
  if (ended.state !== 'succeeded') throw failureOfOperation(ended);
  return ended;
}

/** Follows an operation that makes an application until it is known which one. */
export async function followUntilApplication(call: Call, operation: Operation): Promise<Operation & { aid: number }> {
  const known = await followOperation(call, operation, undefined, (now) => now.aid !== null || hasEnded(now));
  const aid = known.aid ?? known.result?.aid;
  if (typeof aid !== 'number') throw failureOfOperation(known);
  return { ...known, aid };
}

/**
 * For commands that tell what came of an operation.
 * @param schema of its result
 * @throws CommandFailed why the operation did not succeed
 */
export async function waitForResult<Result extends z.ZodType>(
  call: Call,
  operation: Operation,
  schema: Result,
): Promise<z.output<Result>> {
  const ended = await followOperation(call, operation);
  if (ended.state !== 'succeeded') throw failureOfOperation(ended);
  return schema.parse(ended.result);
}

/**
 * For commands that print one sentence when all is done.
 * @throws CommandFailed why the operation did not succeed
 */
export async function waitQuietly(call: Call, operation: Operation, sentence: string): Promise<void> {
  await finish(call, operation);
  if (!call.session.settings.json) call.session.print(sentence);
}

/**
 * For commands that say that something is under way: prints `<sentence>...  `, then `done.` or `FAILED!` on the same line.
 * @param sentence without the dots
 * @throws CommandFailed why the operation did not succeed
 */
export async function waitAloud(call: Call, operation: Operation, sentence: string): Promise<Operation> {
  const { session } = call;
  const say = (text: string) => {
    if (!session.settings.json) session.terminal.write(text);
  };
  try {
    const ended = await finish(call, operation, () => say(`${sentence}...  `));
    say('done.\n');
    return ended;
  } catch (error) {
    // It may still go on where the waiting ended, or the Director went away.
    const known = error instanceof CommandFailed && error.body.code !== 'WAITING_ENDED';
    say(known ? 'FAILED!\n' : '\n');
    throw error;
  }
}
