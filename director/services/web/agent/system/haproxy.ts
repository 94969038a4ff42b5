import { existsSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expectFree, untilListening } from '../../../../agent/servers/ports.ts';
import { ServerProcess } from '../../../../agent/servers/server-process.ts';
import type { ServerProgram } from '../../../../agent/servers/server-program.ts';
import type { Log } from '../../../service-type.ts';
import { indexIsScript } from '../code-index.ts';
import { layOut, type NodePlace, serverEnvironment } from '../node-place.ts';
import type { Counters, RoleServer } from '../role-server.ts';
import { type ProxySettings, servedCode } from '../settings.ts';
import { adminWord, HaproxyAdmin } from './haproxy-admin.ts';
import { codeEntry, haproxyConfiguration } from './haproxy-configuration.ts';
import { HaproxyPool } from './haproxy-pool.ts';

const stopLimitMs = 30_000;
const reloadLimitMs = 90_000;

/**
 * A folder with a short path, as that of a socket may have about 100 characters; TMPDIR is often a long one. The link tells the next life what to remove.
 */
function socketFolder(link: string): string {
  try {
    rmSync(readlinkSync(link), { recursive: true, force: true });
    rmSync(link);
  } catch {
    // The first life.
  }
  const folder = mkdtempSync('/tmp/conpaas-');
  symlinkSync(folder, link);
  return folder;
}

/** haproxy in the proxy role: the one place that decides which code is served and who serves it. */
export class Haproxy implements RoleServer<ProxySettings> {
  readonly #program: string;
  readonly #place: NodePlace;
  readonly #log: Log;
  readonly #folder: string;
  readonly #process: ServerProcess;
  #settings: ProxySettings | undefined;
  #socketFolder = '';

  constructor(program: string, place: NodePlace, log: Log) {
    this.#program = program;
    this.#place = place;
    this.#log = log;
    this.#folder = join(place.servers, 'haproxy');
    this.#process = new ServerProcess('haproxy', { program: () => this.#describe(), log });
  }

  get #admin(): HaproxyAdmin {
    return new HaproxyAdmin(join(this.#socketFolder, 'admin.sock'));
  }

  get #map(): string {
    return join(this.#folder, 'code.map');
  }

  async apply(settings: ProxySettings): Promise<void> {
    const before = this.#settings;
    if (!before) return this.#start(settings, false);
    await this.#write(settings);
    this.#settings = settings;
    if (this.#process.status().state !== 'running') return;
    const { port, frontPort, secret } = settings;
    const fixed = isDeepStrictEqual([port, frontPort, secret], [before.port, before.frontPort, before.secret]);
    try {
      if (!fixed) await this.#reload();
      else await this.#change(before, settings);
    } catch (thrown) {
      this.#log.warn(`haproxy is reloaded because a change at run time failed: ${thrown}`);
      await this.#reload();
    }
  }

  async restore(settings: ProxySettings): Promise<void> {
    await this.#start(settings, true);
  }

  async stop(): Promise<void> {
    this.#settings = undefined;
    await this.#process.stop();
    if (existsSync(this.#socketFolder)) rmSync(this.#socketFolder, { recursive: true, force: true });
  }

  status() {
    return this.#settings && this.#process.status();
  }

  async counters(): Promise<Counters | undefined> {
    if (this.#process.status().state !== 'running') return undefined;
    const rows = await this.#admin.statistics();
    const sum = (names: readonly string[], part: string, column: string) =>
      rows
        .filter(({ pxname, svname }) => names.includes(pxname ?? '') && svname === part)
        .reduce((total, row) => total + Number(row[column] ?? 0), 0);
    const pools = ['web', 'php', 'php-once'];
    return {
      requests: sum(['www'], 'FRONTEND', 'req_tot'),
      errors: sum(['www'], 'FRONTEND', 'hrsp_5xx'),
      active: sum(pools, 'BACKEND', 'scur') + sum(pools, 'BACKEND', 'qcur'),
    };
  }

  async #start(settings: ProxySettings, persist: boolean): Promise<void> {
    await layOut(this.#folder, {});
    this.#socketFolder = socketFolder(join(this.#folder, 'socket'));
    await this.#write(settings);
    this.#settings = settings;
    try {
      await this.#process.start(persist);
    } catch (thrown) {
      if (!persist) this.#settings = undefined;
      throw thrown;
    }
  }

  #entry(settings: ProxySettings): string {
    const served = servedCode(settings.codeVersion, settings.root);
    return codeEntry(served, indexIsScript(join(this.#place.code, served)));
  }

  /** Lays down what a start begins with; a running haproxy does not look at it. */
  async #write(settings: ProxySettings): Promise<void> {
    const { code, address } = this.#place;
    const adminSocket = join(this.#socketFolder, 'admin.sock');
    await writeFile(this.#map, `current ${this.#entry(settings)}\n`, { mode: 0o600 });
    const text = haproxyConfiguration(settings, { code, address, map: this.#map, adminSocket });
    await writeFile(join(this.#folder, 'haproxy.cfg'), text, { mode: 0o600 });
  }

  /** New servers first, then the code, then the old servers: at every moment somebody serves. */
  async #change(before: ProxySettings, after: ProxySettings): Promise<void> {
    const pools = (['web', 'php', 'php-once'] as const).map((name) => {
      const list = name === 'web' ? 'webs' : 'backends';
      return { pool: new HaproxyPool(this.#admin, name), before: before[list], after: after[list] };
    });
    for (const { pool, ...lists } of pools) await pool.extend(lists.before, lists.after);
    await this.#admin.change(`set map ${adminWord(this.#map)} current ${adminWord(this.#entry(after))}`);
    await Promise.all(pools.map(({ pool, ...lists }) => pool.shrink(lists.before, lists.after)));
  }

  async #worker(): Promise<string | undefined> {
    const information = await this.#admin.send('show info').catch(() => '');
    return /^Pid: (\d+)$/m.exec(information)?.[1];
  }

  /** A new worker takes over the listening sockets; the old one finishes its requests. Resolves when it has ended. */
  async #reload(): Promise<void> {
    const old = await this.#worker();
    this.#process.signal('SIGUSR2');
    const ended = () => {
      try {
        return old === undefined || !process.kill(Number(old), 0);
      } catch {
        return true;
      }
    };
    for (let waited = 0; waited < reloadLimitMs; waited += 50) {
      const now = await this.#worker();
      if (now !== undefined && now !== old && ended()) return;
      await delay(50);
    }
    throw new Error('haproxy did not take over its new configuration in time');
  }

  #describe(): ServerProgram {
    const { address, logs } = this.#place;
    const port = this.#settings?.port ?? 0;
    const place = { address, port };
    return {
      name: 'haproxy',
      command: this.#program,
      arguments: ['-W', '-f', join(this.#folder, 'haproxy.cfg')],
      environment: serverEnvironment(this.#place),
      directory: this.#folder,
      output: join(logs, 'nginx-proxy-access.log'),
      errors: join(logs, 'nginx-proxy-error.log'),
      logName: 'nginx-proxy-error.log',
      before: () => expectFree(place),
      ready: (_, signal) => untilListening(place, signal),
      stopSignal: 'SIGUSR1',
      stopLimitMs,
    };
  }
}
