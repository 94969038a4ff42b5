import { Worker } from 'node:worker_threads';
import type { PhpJob, PhpMessage, PhpThreadData } from './php-job.ts';

/** A runtime loses two descriptors with each request and breaks at 2045. */
const retireAfter = 1500;
/** So many requests before that, a new thread is started, so that nobody waits for it. */
const spareAhead = 300;
const idleMs = 60_000;

/** Receives one answer. */
export interface PhpReceiver {
  head(status: number, headers: Record<string, string[]>): void;
  chunk(bytes: Uint8Array): void;
  /** @param errors what PHP wrote to its error output */
  end(errors: string): void;
  /** The script was ended, or the runtime broke. */
  failed(why: 'time' | 'broken'): void;
}

interface Thread {
  worker: Worker;
  ready: boolean;
  /** Not given any more work. */
  retired: boolean;
  requests: number;
  running: { id: number; receiver: PhpReceiver; timer: NodeJS.Timeout | undefined } | undefined;
  idleSince: number;
}

export interface PhpPoolOptions {
  /** Path of the thread's program. */
  program: string;
  /** For the thread with this number. */
  data: (processId: number) => Promise<PhpThreadData>;
  /** At most so many run at once. */
  threads: number;
  /** Milliseconds a script may take; 0 for ever. */
  limitMs: number;
  onProblem: (text: string) => void;
}

/** Threads that run PHP, one request at a time each. They are thrown away often: it is the only way to give back what they take. */
export class PhpPool {
  readonly #options: PhpPoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #queue: { job: Omit<PhpJob, 'id'>; receiver: PhpReceiver }[] = [];
  #lastId = 0;
  #lastProcessId = 0;
  #failures = 0;
  #closing: (() => void) | undefined;
  readonly #reaper: NodeJS.Timeout;

  constructor(options: PhpPoolOptions) {
    this.#options = options;
    this.#reaper = setInterval(() => this.#endIdle(), idleMs / 4);
    this.#reaper.unref();
    this.#start();
  }

  run(job: Omit<PhpJob, 'id'>, receiver: PhpReceiver): void {
    this.#queue.push({ job, receiver });
    this.#pump();
  }

  /** Resolves when what was given to it is done; takes nothing more. */
  close(): Promise<void> {
    clearInterval(this.#reaper);
    return new Promise((resolve) => {
      this.#closing = () => {
        for (const { worker } of this.#threads) void worker.terminate();
        resolve();
      };
      this.#endIfDone();
    });
  }

  #open(): Thread[] {
    return [...this.#threads].filter(({ retired }) => !retired);
  }

  #pump(): void {
    for (const thread of this.#threads) {
      if (!thread.ready || thread.retired || thread.running) continue;
      const next = this.#queue.shift();
      if (!next) break;
      this.#give(thread, next.job, next.receiver);
    }
    const starting = this.#open().filter(({ ready }) => !ready).length;
    if (this.#queue.length > starting && this.#open().length < this.#options.threads) this.#start();
    this.#endIfDone();
  }

  #endIfDone(): void {
    const busy = [...this.#threads].some(({ running }) => running) || this.#queue.length > 0;
    if (!busy) this.#closing?.();
  }

  #start(): void {
    this.#lastProcessId += 1;
    // It loads its program while the interpreter is still being compiled.
    const worker = new Worker(this.#options.program, { execArgv: [] });
    const thread: Thread = {
      worker,
      ready: false,
      retired: false,
      requests: 0,
      running: undefined,
      idleSince: Date.now(),
    };
    this.#threads.add(thread);
    worker.on('message', (message: PhpMessage) => this.#onMessage(thread, message));
    worker.on('error', (problem) => this.#options.onProblem(`a PHP thread failed: ${problem.message}`));
    worker.on('exit', () => this.#onExit(thread));
    this.#options.data(this.#lastProcessId).then(
      (data) => worker.postMessage(data),
      (thrown) => {
        this.#options.onProblem(`PHP cannot be loaded: ${thrown}`);
        void worker.terminate();
      },
    );
  }

  #give(thread: Thread, job: Omit<PhpJob, 'id'>, receiver: PhpReceiver): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const { limitMs } = this.#options;
    const timer = limitMs > 0 ? setTimeout(() => this.#stopScript(thread, 'time'), limitMs) : undefined;
    thread.running = { id, receiver, timer };
    thread.requests += 1;
    if (thread.requests === retireAfter - spareAhead) this.#start();
    const { body } = job;
    thread.worker.postMessage({ ...job, id }, body ? [body.buffer as ArrayBuffer] : []);
  }

  #onMessage(thread: Thread, message: PhpMessage): void {
    if (message.type === 'ready') {
      thread.ready = true;
      this.#failures = 0;
      this.#pump();
      return;
    }
    const { running } = thread;
    if (running?.id !== message.id) return;
    if (message.type === 'head') running.receiver.head(message.status, message.headers);
    if (message.type === 'chunk') running.receiver.chunk(message.bytes);
    if (message.type === 'end') {
      this.#finish(thread);
      running.receiver.end(message.errors);
      this.#pump();
    }
    if (message.type === 'broken') {
      this.#options.onProblem(`PHP broke: ${message.why}`);
      this.#stopScript(thread, 'broken');
    }
  }

  #finish(thread: Thread): void {
    clearTimeout(thread.running?.timer);
    thread.running = undefined;
    thread.idleSince = Date.now();
    if (thread.requests >= retireAfter) this.#retire(thread);
  }

  #retire(thread: Thread): void {
    thread.retired = true;
    void thread.worker.terminate();
  }

  /** There is no way to end a script but with its thread. */
  #stopScript(thread: Thread, why: 'time' | 'broken'): void {
    const { running } = thread;
    clearTimeout(running?.timer);
    thread.running = undefined;
    this.#retire(thread);
    running?.receiver.failed(why);
    this.#pump();
  }

  #onExit(thread: Thread): void {
    this.#threads.delete(thread);
    if (thread.running) this.#stopScript(thread, 'broken');
    if (thread.retired) {
      this.#pump();
      return;
    }
    // It never became ready: when that is so time and again, the supervisor shall know.
    this.#failures += 1;
    if (this.#failures >= 3) {
      this.#options.onProblem('PHP does not start');
      process.exit(1);
    }
    if (!this.#closing) this.#start();
  }

  /** All but one of the threads that had nothing to do for a minute. */
  #endIdle(): void {
    const idle = this.#open().filter(
      ({ ready, running, idleSince }) => ready && !running && Date.now() - idleSince > idleMs,
    );
    const spare = idle.length === this.#open().length ? idle.slice(1) : idle;
    for (const thread of spare) this.#retire(thread);
  }
}
