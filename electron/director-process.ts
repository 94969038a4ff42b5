import { ConpaasError, type ErrorBody } from '../director/contract/errors.ts';
import { type DirectorMessage, directorMessage, type ShellMessage } from '../director/contract/shell.ts';
import type { RestartPolicy } from './restart-policy.ts';

/** A started Director program. */
export interface Child {
  send(message: ShellMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told once, also when the program could not be started at all. `lastWords` is the end of its error output. */
  onExit(listener: (how: { code: number | null; signal: string | null; lastWords: string }) => void): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export type Ready = Extract<DirectorMessage, { type: 'ready' }>;

export interface DirectorProcessOptions {
  spawn(): Child;
  restarts: RestartPolicy;
  /** Calls back after so many milliseconds. @returns what cancels it */
  later(callback: () => void, milliseconds: number): () => void;
  /** It listens: for the first time, or again after a restart. */
  onReady(ready: Ready): void;
  /** It ended and is started again after a wait. */
  onRestart(failure: ErrorBody): void;
  /** It is not started any more unless `start` is called. */
  onGivenUp(failure: ErrorBody): void;
}

/** How long an orderly end may take, in milliseconds; stopping applications takes as long as their operations. */
const patience = { keep: 15_000, stop: 180_000 };
const lastPatience = 3000;

/** Keeps a Director running: starts it anew when it ends by itself, and gives up when that does not help. */
export class DirectorProcess {
  readonly #options: DirectorProcessOptions;
  #child: Child | undefined;
  #failure: ErrorBody | undefined;
  #cancelRestart: (() => void) | undefined;
  #launch: PromiseWithResolvers<string> | undefined;
  #ended: PromiseWithResolvers<void> | undefined;

  constructor(options: DirectorProcessOptions) {
    this.#options = options;
  }

  /** Starts it; also again after it was given up. */
  start(): void {
    if (this.#child || this.#ended) return;
    this.#cancelRestart?.();
    this.#options.restarts.forget();
    this.#spawn();
  }

  /** An address that signs the window in, once. @throws ConpaasError DIRECTOR_UNREACHABLE when it ends meanwhile */
  launchUrl(): Promise<string> {
    if (!this.#child) return Promise.reject(gone());
    this.#launch ??= Promise.withResolvers<string>();
    this.#child.send({ type: 'launch' });
    return this.#launch.promise;
  }

  /** Ends it in good order, and by force where that takes too long. Resolves when it is gone. */
  async stop(applications: 'keep' | 'stop'): Promise<void> {
    this.#cancelRestart?.();
    if (!this.#child || this.#ended) return this.#ended?.promise;
    const child = this.#child;
    this.#ended = Promise.withResolvers<void>();
    child.send({ type: 'stop', applications });
    const { later } = this.#options;
    const cancels = [
      later(() => child.kill('SIGTERM'), patience[applications]),
      later(() => child.kill('SIGKILL'), patience[applications] + lastPatience),
    ];
    await this.#ended.promise;
    for (const cancel of cancels) cancel();
  }

  #spawn(): void {
    this.#failure = undefined;
    const child = this.#options.spawn();
    this.#child = child;
    child.onMessage((raw) => this.#hear(raw));
    child.onExit((how) => this.#exited(how));
  }

  #hear(raw: unknown): void {
    const { data: message } = directorMessage.safeParse(raw);
    if (message?.type === 'ready') this.#options.onReady(message);
    if (message?.type === 'launch') {
      this.#launch?.resolve(message.launchUrl);
      this.#launch = undefined;
    }
    if (message?.type === 'failed') this.#failure = message.error;
  }

  #exited({ code, signal, lastWords }: { code: number | null; signal: string | null; lastWords: string }): void {
    this.#child = undefined;
    this.#launch?.reject(gone());
    this.#launch = undefined;
    if (this.#ended) {
      this.#ended.resolve();
      return;
    }
    const how = signal ? `it was ended by ${signal}` : `it ended with the code ${code}`;
    const options = lastWords ? { detail: lastWords } : {};
    const failure = this.#failure ?? new ConpaasError('INTERNAL', { why: how }, options).toBody();
    // Another Director on the folder or a damaged database: starting it again would end the same way.
    const wait = isExpected(this.#failure) ? undefined : this.#options.restarts.next();
    if (wait === undefined) {
      this.#options.onGivenUp(failure);
      return;
    }
    this.#options.onRestart(failure);
    this.#cancelRestart = this.#options.later(() => this.#spawn(), wait);
  }
}

const isExpected = (failure: ErrorBody | undefined) => failure !== undefined && failure.code !== 'INTERNAL';

const gone = () => new ConpaasError('DIRECTOR_UNREACHABLE', { url: 'this computer', why: 'it is not running' });
