import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expectFree, untilListening } from '../../../../agent/servers/ports.ts';
import { ServerProcess } from '../../../../agent/servers/server-process.ts';
import type { ServerProgram } from '../../../../agent/servers/server-program.ts';
import type { ServerStatus } from '../../../../contract/service.ts';
import type { ProcessEntry } from '../../../../processes/process-entry.ts';
import { listProcesses } from '../../../../processes/process-table.ts';
import { aliveAmong } from '../../../../processes/start-time.ts';
import type { Place } from '../../../../wire/method.ts';
import type { Log } from '../../../service-type.ts';
import { layOut, type NodePlace, serverEnvironment } from '../node-place.ts';
import { type NginxFiles, nginxStatusPath } from './nginx-common.ts';

const reloadLimitMs = 5000;
const drainLimitMs = 60_000;
const stopLimitMs = 30_000;
const pollMs = 20;

/** One nginx with a folder of its own, started from a configuration text and reloaded with another. */
export class NginxProcess {
  readonly #program: string;
  readonly #place: NodePlace;
  readonly #name: string;
  readonly #logs: NginxFiles;
  readonly #folder: string;
  readonly #process: ServerProcess;
  #listens: Place = { address: '', port: 0 };
  #configuration = '';
  /** Workers of the configuration before. */
  #old: ProcessEntry[] = [];

  /** @param name "nginx-static": its folder and the beginning of its logs' names */
  constructor(program: string, place: NodePlace, name: string, log: Log) {
    this.#program = program;
    this.#place = place;
    this.#name = name;
    this.#logs = { access: join(place.logs, `${name}-access.log`), errors: join(place.logs, `${name}-error.log`) };
    this.#folder = join(place.servers, name);
    this.#process = new ServerProcess(name, { program: () => this.#describe(), log });
  }

  get files(): NginxFiles {
    return this.#logs;
  }

  status(): ServerStatus {
    return this.#process.status();
  }

  /** @throws ConpaasError SERVER_FAILED, PORT_TAKEN */
  async start(configuration: string, port: number, persist: boolean): Promise<void> {
    this.#listens = { address: this.#place.address, port };
    await this.#write(configuration);
    await this.#process.start(persist);
  }

  /** Requests under way, told by nginx itself to whoever knows the secret. */
  async active({ address, port }: Place, secret: string): Promise<number> {
    const headers = { 'X-ConPaaS-Secret': secret, 'X-ConPaaS-Code': 'status', 'X-ConPaaS-Script': 'status' };
    const signal = AbortSignal.timeout(2000);
    const answer = await fetch(`http://${address}:${port}${nginxStatusPath}`, { headers, signal });
    const [, reading, writing] = /Reading: (\d+) Writing: (\d+)/.exec(await answer.text()) ?? [];
    // The request that asks is itself being written.
    return Math.max(0, Number(reading ?? 0) + Number(writing ?? 0) - 1);
  }

  /** Resolves when the workers with the new configuration serve; those with the old one finish their requests. */
  async reload(configuration: string, port: number): Promise<void> {
    if (configuration === this.#configuration) return;
    this.#listens = { address: this.#place.address, port };
    await this.#write(configuration);
    const master = this.#process.child?.pid;
    if (master === undefined || this.status().state !== 'running') return;
    this.#old = await this.#workers(master);
    this.#process.signal('SIGHUP');
    const isNew = (worker: ProcessEntry) => !this.#old.some(({ pid }) => pid === worker.pid);
    for (let waited = 0; waited < reloadLimitMs; waited += pollMs) {
      if ((await this.#workers(master)).some(isNew)) return;
      await delay(pollMs);
    }
    throw new Error(`${this.#name} did not take over its new configuration; its error log tells why`);
  }

  /** Resolves when the workers of the configuration before have finished their requests, or after a minute. */
  async untilOldEnded(): Promise<void> {
    for (let waited = 0; waited < drainLimitMs && this.#old.length > 0; waited += pollMs) {
      this.#old = await aliveAmong(this.#old);
      await delay(pollMs);
    }
  }

  async #workers(master: number): Promise<ProcessEntry[]> {
    return (await listProcesses()).filter(({ parent }) => parent === master);
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  async #write(configuration: string): Promise<void> {
    await layOut(this.#folder, {});
    await writeFile(join(this.#folder, 'nginx.conf'), configuration, { mode: 0o600 });
    this.#configuration = configuration;
  }

  #describe(): ServerProgram {
    const errors = this.#logs.errors;
    return {
      name: this.#name,
      command: this.#program,
      arguments: ['-p', `${this.#folder}/`, '-c', 'nginx.conf', '-e', errors],
      environment: serverEnvironment(this.#place),
      directory: this.#folder,
      output: errors,
      errors,
      logName: `${this.#name}-error.log`,
      before: () => expectFree(this.#listens),
      ready: (_, signal) => untilListening(this.#listens, signal),
      stopSignal: 'SIGQUIT',
      stopLimitMs,
    };
  }
}
