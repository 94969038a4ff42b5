import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess } from '../../../../agent/servers/server-process.ts';
import type { ServerProgram } from '../../../../agent/servers/server-program.ts';
import type { ServerStatus } from '../../../../contract/service.ts';
import type { Log } from '../../../service-type.ts';
import { type NodePlace, serverEnvironment } from '../node-place.ts';
import type { Counters, RoleServer } from '../role-server.ts';
import { type EmbeddedOptions, type Question, type Reply, reply } from './messages.ts';

const stopLimitMs = 30_000;
/** A proxy drains removed servers for up to a minute. */
const replyLimitMs = 80_000;

/** Without the id, which is given when it is sent. */
type Asked = { type: 'settings'; settings: unknown } | { type: 'counters' } | { type: 'stop' };

export interface EmbeddedServerOptions {
  /** "balancer": its name, its folder, and which part of the program it is. */
  role: EmbeddedOptions['role'];
  /** Path of the program that plays embedded roles. */
  program: string;
  place: NodePlace;
  log: Log;
  /** Short names of its logs. */
  accessLog: string;
  errorLog: string;
}

/** A role played by Node itself, as a child process of the agent that is told its settings by messages. */
export class EmbeddedServer<Settings> implements RoleServer<Settings> {
  readonly #options: EmbeddedServerOptions;
  readonly #folder: string;
  readonly #process: ServerProcess;
  #settings: Settings | undefined;
  #lastId = 0;

  constructor(options: EmbeddedServerOptions) {
    this.#options = options;
    this.#folder = join(options.place.servers, options.role);
    const { role, log } = options;
    this.#process = new ServerProcess(role, { program: () => this.#describe(), log });
  }

  async apply(settings: Settings): Promise<void> {
    if (this.#settings === undefined) return this.#start(settings, false);
    this.#settings = settings;
    const { child } = this.#process;
    if (child && this.#process.status().state === 'running') await this.#ask(child, { type: 'settings', settings });
  }

  restore(settings: Settings): Promise<void> {
    return this.#start(settings, true);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    this.#settings = undefined;
  }

  status(): ServerStatus | undefined {
    return this.#settings === undefined ? undefined : this.#process.status();
  }

  async counters(): Promise<Counters | undefined> {
    const { child } = this.#process;
    if (!child || this.#process.status().state !== 'running') return undefined;
    return (await this.#ask(child, { type: 'counters' })).counters;
  }

  async #start(settings: Settings, persist: boolean): Promise<void> {
    this.#settings = settings;
    mkdirSync(join(this.#folder, 'tmp'), { recursive: true, mode: 0o700 });
    try {
      await this.#process.start(persist);
    } catch (thrown) {
      if (!persist) this.#settings = undefined;
      throw thrown;
    }
  }

  /** @throws Error with the problem that it replies, or when it ends instead */
  #ask(child: ChildProcess, asked: Asked, signal?: AbortSignal): Promise<Reply> {
    this.#lastId += 1;
    const id = this.#lastId;
    const limit = AbortSignal.timeout(replyLimitMs);
    const ended = signal ? AbortSignal.any([signal, limit]) : limit;
    return new Promise((resolve, reject) => {
      const end = (problem?: Error, answer?: Reply) => {
        child.off('message', onMessage);
        child.off('exit', onExit);
        ended.removeEventListener('abort', onAbort);
        if (answer) resolve(answer);
        else reject(problem);
      };
      const onMessage = (message: unknown) => {
        const parsed = reply.safeParse(message);
        if (!parsed.success || parsed.data.id !== id) return;
        const { problem } = parsed.data;
        end(problem === undefined ? undefined : new Error(problem), problem === undefined ? parsed.data : undefined);
      };
      const onExit = () => end(new Error(`${this.#options.role} ended before it answered`));
      const onAbort = () => end(new Error(`${this.#options.role} did not answer in time`));
      child.on('message', onMessage);
      child.once('exit', onExit);
      ended.addEventListener('abort', onAbort, { once: true });
      child.send({ ...asked, id } as Question, (problem) => problem && end(problem));
    });
  }

  #describe(): ServerProgram {
    const { role, program, place, accessLog, errorLog } = this.#options;
    const { address, code, data, sessions, logs } = place;
    const options: EmbeddedOptions = { role, address, code, data, sessions, temporary: join(this.#folder, 'tmp') };
    return {
      name: role,
      command: process.execPath,
      arguments: [program, JSON.stringify(options)],
      environment: { ...(process.platform === 'win32' ? windowsEnvironment() : {}), ...serverEnvironment(place) },
      directory: this.#folder,
      output: join(logs, accessLog),
      errors: join(logs, errorLog),
      logName: errorLog,
      messages: true,
      ready: async (child, signal) => {
        await this.#ask(child, { type: 'settings', settings: this.#settings }, signal);
      },
      askToStop: (child) => {
        if (child.connected) child.send({ type: 'stop', id: 0 } satisfies Question);
      },
      stopSignal: 'SIGTERM',
      stopLimitMs,
    };
  }
}

/** What programs on Windows cannot do without. */
function windowsEnvironment(): Record<string, string> {
  const { SystemRoot, TEMP, TMP } = process.env;
  return Object.fromEntries(
    Object.entries({ SystemRoot, TEMP, TMP }).filter((entry): entry is [string, string] => !!entry[1]),
  );
}
