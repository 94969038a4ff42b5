import { join } from 'node:path';
import { getuid } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { expectFree, type Listening, untilListening } from '../../../../agent/servers/ports.ts';
import { ServerProcess } from '../../../../agent/servers/server-process.ts';
import type { ServerProgram } from '../../../../agent/servers/server-program.ts';
import type { ServerStatus } from '../../../../contract/service.ts';
import { listProcesses } from '../../../../processes/process-table.ts';
import type { Log } from '../../../service-type.ts';
import { layOut, type NodePlace, serverEnvironment } from '../../../web/agent/node-place.ts';
import type { Counters, RoleServer } from '../../../web/agent/role-server.ts';
import { AccessCounter } from '../../../web/agent/system/access-counter.ts';
import type { PhpSettings } from '../php-settings.ts';
import { backendSocket } from './backend-socket.ts';
import { fastcgiStatus } from './fastcgi-status.ts';
import { phpFpmConfiguration, phpIni, statusPath } from './php-fpm-configuration.ts';

// A little longer than process_control_timeout.
const reloadLimitMs = 35_000;
const status = z.object({ processes: z.array(z.object({ state: z.string() })), 'listen queue': z.int() });

/** php-fpm in the backend role. */
export class PhpFpm implements RoleServer<PhpSettings> {
  readonly #program: string;
  readonly #place: NodePlace;
  readonly #folder: string;
  readonly #process: ServerProcess;
  readonly #counter: AccessCounter;
  readonly #version: Promise<string | undefined>;
  #settings: PhpSettings | undefined;

  /** @param version of php-fpm, still being asked for */
  constructor(program: string, version: Promise<string | undefined>, place: NodePlace, log: Log) {
    this.#program = program;
    this.#version = version;
    this.#place = place;
    this.#folder = join(place.servers, 'php-fpm');
    this.#process = new ServerProcess('php-fpm', { program: () => this.#describe(), log });
    this.#counter = new AccessCounter(join(place.logs, 'fpm-access.log'), /"\S+ \/\S*" (\d{3}) [\d.]+$/);
  }

  async apply(settings: PhpSettings): Promise<void> {
    const before = this.#settings;
    if (!before) return this.#start(settings, false);
    if (isDeepStrictEqual(before, settings)) return;
    if (before.port !== settings.port) {
      await this.stop();
      return this.#start(settings, false);
    }
    this.#settings = settings;
    await this.#write(settings);
    await this.#reload();
  }

  restore(settings: PhpSettings): Promise<void> {
    return this.#start(settings, true);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    this.#settings = undefined;
  }

  status(): ServerStatus | undefined {
    return this.#settings && this.#process.status();
  }

  async counters(): Promise<Counters | undefined> {
    if (!this.#settings || this.#process.status().state !== 'running') return undefined;
    const told = status.parse(await fastcgiStatus(this.#listens, statusPath));
    // php-fpm calls a child active that waits on a kept connection. The request that asks is running itself.
    const running = told.processes.filter(({ state }) => state === 'Running').length - 1;
    const active = Math.max(0, running) + told['listen queue'];
    return { ...(await this.#counter.count()), active };
  }

  get #listens(): Listening {
    const { address } = this.#place;
    const port = this.#settings?.port ?? 0;
    const path = backendSocket(this.#place, address, port);
    return path === undefined ? { address, port } : { path };
  }

  async #start(settings: PhpSettings, persist: boolean): Promise<void> {
    this.#settings = settings;
    try {
      await this.#write(settings);
      await this.#process.start(persist);
    } catch (thrown) {
      if (!persist) this.#settings = undefined;
      throw thrown;
    }
  }

  async #write(settings: PhpSettings): Promise<void> {
    const temporary = join(this.#folder, 'tmp');
    const { sessions, data, code, sockets } = this.#place;
    for (const folder of [temporary, sessions, data, code, sockets]) await layOut(folder, {});
    await layOut(this.#folder, {
      'php.ini': phpIni(settings, this.#place, temporary),
      'php-fpm.conf': phpFpmConfiguration(settings, this.#place, temporary, await this.#version),
    });
  }

  /** Resolves when every child runs with the new settings. Requests that come meanwhile wait in the socket. */
  async #reload(): Promise<void> {
    const master = this.#process.child?.pid;
    if (master === undefined || this.#process.status().state !== 'running') return;
    const children = async () =>
      (await listProcesses()).filter(({ parent }) => parent === master).map(({ pid }) => pid);
    const before = new Set(await children());
    this.#process.signal('SIGUSR2');
    for (let waited = 0; waited < reloadLimitMs; waited += 20) {
      const now = await children();
      if (now.length > 0 && !now.some((pid) => before.has(pid))) return;
      await delay(20);
    }
    throw new Error('php-fpm did not take over its new settings; its error log tells why');
  }

  #describe(): ServerProgram {
    const listens = this.#listens;
    const errors = join(this.#place.logs, 'fpm-error.log');
    const files = ['-c', join(this.#folder, 'php.ini'), '-y', join(this.#folder, 'php-fpm.conf')];
    return {
      name: 'php-fpm',
      command: this.#program,
      // -R: php-fpm refuses to run as root without it.
      arguments: ['-F', ...(getuid?.() === 0 ? ['-R'] : []), ...files],
      environment: serverEnvironment(this.#place),
      directory: this.#folder,
      output: errors,
      errors,
      logName: 'fpm-error.log',
      // A socket that a php-fpm left which was killed it takes over by itself.
      before: async () => ('path' in listens ? undefined : expectFree(listens)),
      ready: (_, signal) => untilListening(listens, signal),
      stopSignal: 'SIGQUIT',
      stopLimitMs: reloadLimitMs,
    };
  }
}
