import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ConpaasError } from '../../contract/errors.ts';
import type { ServerStatus } from '../../contract/service.ts';
import type { Log } from '../../services/service-type.ts';
import { endLeftovers } from './leftovers.ts';
import { lastLine } from './log-file.ts';
import { healthyAfterMs, restartWaitMs } from './restart-wait.ts';
import type { ServerProgram } from './server-program.ts';

/** In the environment of a server: its working folder, which no other server uses. */
const markName = 'CONPAAS_SERVER';
const readyLimitMs = 20_000;
/** So many deaths in a row are called a failure; it is still tried again, every 30 s. */
const failedAfterDeaths = 6;

export interface ServerProcessOptions {
  /** The program as it is to be started now; asked anew on each start, so that a restart uses the newest settings. */
  program: () => ServerProgram;
  log: Log;
  /** Milliseconds to wait after so many deaths in a row; the default is `restartWaitMs`. */
  waitMs?: (deaths: number) => number;
  /** Called when it takes requests again after it had died. */
  onRestart?: () => void;
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function sentence(code: number | null, signal: NodeJS.Signals | null, line: string): string {
  const how = signal ? `ended by ${signal}` : `ended with code ${code}`;
  return line === '' ? how : `${how}: ${line}`;
}

/** One server as a child of the agent: started, watched, started again when it dies, and ended with it. */
export class ServerProcess {
  readonly name: string;
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #state: ServerStatus['state'] = 'stopped';
  #why: string | null = null;
  #restarts = 0;
  #deaths = 0;
  /** Ends waits for a restart when it is stopped. */
  #life = new AbortController();

  constructor(name: string, options: ServerProcessOptions) {
    this.name = name;
    this.#options = options;
  }

  /** The running child, for messages to it. */
  get child(): ChildProcess | undefined {
    return this.#child;
  }

  status(): ServerStatus {
    return { name: this.name, state: this.#state, restarts: this.#restarts, why: this.#why };
  }

  /**
   * Starts it and resolves when it takes requests; from then on it is kept running.
   * @param persist keep trying when it does not start, as after a restart of the agent
   * @throws ConpaasError SERVER_FAILED when it ended or was not ready within 20 s; PORT_TAKEN from the program's check
   */
  async start(persist = false): Promise<void> {
    this.#life = new AbortController();
    this.#deaths = 0;
    this.#state = 'starting';
    this.#why = null;
    try {
      await this.#launch();
    } catch (thrown) {
      this.#state = 'failed';
      this.#why = textOf(thrown);
      if (persist) this.#scheduleRestart();
      throw thrown;
    }
  }

  /** Sends a signal to the server, if it runs. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends it so that running requests are finished; kills it after the program's limit. */
  async stop(): Promise<void> {
    this.#life.abort();
    const child = this.#child;
    this.#state = 'stopped';
    this.#why = null;
    if (!child) return;
    const program = this.#options.program();
    const { stopSignal, stopLimitMs } = program;
    if (program.askToStop) program.askToStop(child);
    else child.kill(stopSignal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await this.#exited;
    clearTimeout(timer);
    // A master that was killed leaves its workers.
    await this.#endLeftovers();
  }

  async #launch(): Promise<void> {
    const program = this.#options.program();
    const life = this.#life.signal;
    await this.#endLeftovers();
    await program.before?.();
    life.throwIfAborted();
    const child = this.#spawn(program);
    const ended = new AbortController();
    const started = Date.now();
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null, problem?: Error) => {
        if (this.#child === child) this.#child = undefined;
        const why = problem?.message ?? sentence(code, signal, lastLine(program.errors));
        ended.abort(new Error(why));
        this.#onEnd(why, Date.now() - started);
        resolve();
      };
      child.once('exit', (code, signal) => end(code, signal));
      child.once('error', (problem) => child.pid === undefined && end(null, null, problem));
    });
    await this.#untilReady(program, child, ended.signal);
    this.#state = 'running';
  }

  async #untilReady(program: ServerProgram, child: ChildProcess, ended: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([ended, this.#life.signal, AbortSignal.timeout(readyLimitMs)]);
    try {
      await program.ready(child, signal);
      signal.throwIfAborted();
    } catch (thrown) {
      const slow = !signal.aborted || (signal.reason as Error).name === 'TimeoutError';
      const why = ended.aborted
        ? (ended.reason as Error).message
        : slow
          ? 'it was not ready in time'
          : 'it was stopped';
      child.kill('SIGKILL');
      await this.#exited;
      const failure = { server: program.name, node: 'this node', why, log: program.logName };
      throw new ConpaasError('SERVER_FAILED', failure, { cause: thrown });
    }
  }

  #spawn(program: ServerProgram): ChildProcess {
    const output = openSync(program.output, 'a', 0o600);
    const errors = openSync(program.errors, 'a', 0o600);
    try {
      return spawn(program.command, program.arguments, {
        cwd: program.directory,
        env: { ...program.environment, [markName]: program.directory },
        stdio: ['ignore', output, errors, ...(program.messages ? (['ipc'] as const) : [])],
        windowsHide: true,
      });
    } finally {
      closeSync(output);
      closeSync(errors);
    }
  }

  #endLeftovers(): Promise<void> {
    const { directory } = this.#options.program();
    return endLeftovers({ entry: `${markName}=${directory}`, directory });
  }

  /** A death while it is running; deaths while it starts are thrown by `start` or counted by the restart. */
  #onEnd(why: string, livedMs: number): void {
    if (this.#life.signal.aborted || this.#state !== 'running') return;
    this.#options.log.warn(`${this.name} ${why}`);
    if (livedMs >= healthyAfterMs) this.#deaths = 0;
    this.#why = why;
    this.#scheduleRestart();
  }

  #scheduleRestart(): void {
    this.#deaths += 1;
    this.#state = this.#deaths >= failedAfterDeaths ? 'failed' : 'restarting';
    const waitMs = (this.#options.waitMs ?? restartWaitMs)(this.#deaths);
    const { signal } = this.#life;
    delay(waitMs, undefined, { signal })
      .then(() => this.#restart(signal))
      .catch(() => {
        // Stopped while it waited.
      });
  }

  async #restart(life: AbortSignal): Promise<void> {
    try {
      await this.#launch();
    } catch (thrown) {
      if (life.aborted) return;
      this.#why = textOf(thrown);
      this.#options.log.warn(`${this.name} could not be started again: ${this.#why}`);
      this.#scheduleRestart();
      return;
    }
    this.#restarts += 1;
    this.#options.log.info(`${this.name} runs again`);
    this.#options.onRestart?.();
  }
}
