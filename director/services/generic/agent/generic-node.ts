import { appendFile, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ConpaasError } from '../../../contract/errors.ts';
import type { AgentConfiguration } from '../../../wire/instance-configuration.ts';
import type { UploadedFile } from '../../../wire/method.ts';
import { CodeFolders } from '../../code/agent/code-folders.ts';
import type { Log } from '../../service-type.ts';
import { initLimitSeconds, type ScriptCommand, type ScriptName, scriptOf } from '../scripts.ts';
import { splitArguments } from '../split-arguments.ts';
import { type AgentInfo, AgentStateFile, type EnabledVersion } from './agent-state.ts';
import { LogEnd } from './log-end.ts';
import { hasScript, prepareScripts, scriptFolder } from './script-files.ts';
import { Scripts } from './scripts.ts';
import { VolumeWatch } from './volume-watch.ts';

/** Where volumes and agents.json are on a machine of its own, as in ConPaaS 2.1. */
const usualVolumes = '/media';
const usualCache = '/var/cache/cpsagent';
/** Of the agent's environment, which has nothing else that is for programs. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'CONPAAS_INSTANCE', 'SystemRoot', 'TEMP', 'TMP'];
const mountWaitMs = 10_000;
const mountLookMs = 50;

export interface CodeOrder extends EnabledVersion {
  /** init.sh runs once for each. */
  enabling: string;
  file: UploadedFile;
}

/** One node of a generic service: its code, its scripts, its volumes. */
export class GenericNode {
  readonly scripts: Scripts;
  readonly #log: Log;
  readonly #code: CodeFolders;
  readonly #codeFolder: string;
  readonly #volumes: string;
  readonly #cache: string;
  readonly #output: string;
  readonly #errors: string;
  readonly #initLimitMs: number;
  readonly #state: AgentStateFile;
  readonly #watch: VolumeWatch;
  /** Until then it is not known what an agent before this one left running. */
  readonly #restored = Promise.withResolvers<void>();
  #notifyAgain = false;

  /** @param initLimitMs milliseconds that init.sh may take */
  constructor(configuration: AgentConfiguration, log: Log, initLimitMs = initLimitSeconds * 1000) {
    const { directories, archiveLimitBytes: bytes, archiveLimitFiles: files } = configuration;
    this.#log = log;
    this.#initLimitMs = initLimitMs;
    // Each node has its own: scripts write beside themselves.
    this.#codeFolder = join(directories.data, 'code');
    this.#code = new CodeFolders(this.#codeFolder, { bytes, files });
    this.#volumes = directories.volumes ?? usualVolumes;
    this.#cache = directories.cache ?? usualCache;
    this.#output = join(directories.logs, 'agent.out');
    this.#errors = join(directories.logs, 'agent.err');
    this.#state = new AgentStateFile(join(directories.data, 'generic.json'));
    const { data: mark } = directories;
    this.scripts = new Scripts({ state: this.#state, mark, output: this.#output, errors: this.#errors, log });
    this.#watch = new VolumeWatch({
      state: this.#state,
      folder: this.#volumes,
      onExcess: (text) => this.#endAll(text),
    });
  }

  async restore(): Promise<void> {
    await this.scripts.restore();
    this.#watch.start();
    this.#restored.resolve();
  }

  async stop(): Promise<void> {
    this.#watch.stop();
    await this.scripts.endAll();
  }

  /** Of every script, as reference §8.6 words it. */
  async status(): Promise<Record<ScriptName, string>> {
    await this.#restored.promise;
    return this.scripts.status();
  }

  logs(): Record<string, string> {
    return { 'agent.out': this.#output, 'agent.err': this.#errors };
  }

  /** Takes note of who all agents are, and which of them this one is. */
  async introduce(agents: AgentInfo[], ip: string): Promise<void> {
    if (!agents.some((agent) => agent.ip === ip))
      throw new ConpaasError('INVALID_INPUT', { problem: `agents_info does not list ${ip}` });
    this.#state.value.ip = ip;
    await this.#setAgents(agents);
  }

  /**
   * Lays out a code version and runs its init.sh, once for each enabling. When it fails the version from before stays.
   * @throws ARCHIVE_…, STORAGE_FULL, SCRIPT_FAILED
   */
  async enable({ codeVersionId, root, enabling, file }: CodeOrder, signal: AbortSignal): Promise<void> {
    await this.#restored.promise;
    await this.#code.layOut(codeVersionId, file, root ?? undefined);
    const state = this.#state.value;
    const version = { codeVersionId, root };
    const folder = await this.#folderOf(version);
    for (const name of await prepareScripts(folder))
      await this.#tell(`${name} had the line ends of Windows; they were replaced.`);
    if (!state.initialised.includes(enabling)) {
      // What the version before left running would meet the new one.
      await this.scripts.endAll();
      await this.#initialise(folder, signal);
      state.initialised.push(enabling);
    }
    state.version = version;
    await this.#state.save();
  }

  async removeCode(codeVersionId: string): Promise<void> {
    if (this.#state.value.version?.codeVersionId === codeVersionId) throw new ConpaasError('CODE_VERSION_ACTIVE');
    await this.#code.remove(codeVersionId);
  }

  /**
   * Starts a script; does not wait for its end.
   * @param kill with "interrupt": ends all scripts, as also when interrupt.sh runs already or there is none
   * @throws SCRIPT_MISSING for run.sh and cleanup.sh
   */
  async execute(command: Exclude<ScriptCommand, 'init'>, parameters: string, kill: boolean, agents?: AgentInfo[]) {
    await this.#restored.promise;
    if (agents) await this.#setAgents(agents);
    const name = scriptOf[command];
    const words = splitArguments(parameters);
    const { version } = this.#state.value;
    const folder = version && (await this.#folderOf(version));
    const exists = folder !== null && (await hasScript(folder, name));
    if (command === 'interrupt' && (kill || this.scripts.runs(name) || !exists))
      return this.#endAll('All scripts are ended by an interrupt.');
    if (!exists) {
      if (command === 'notify') return;
      throw new ConpaasError('SCRIPT_MISSING', { version: version?.codeVersionId ?? '', script: name });
    }
    if (!this.scripts.runs(name)) await this.#run(name, folder, words);
    // One more change while notify.sh still tells the one before.
    else if (command === 'notify') this.#notifyAgain = true;
    else throw new ConpaasError('SCRIPTS_RUNNING');
  }

  /** Waits until a volume is there. @param watchedMegabytes its size, where the cloud does not keep it */
  async mount(name: string, watchedMegabytes: number | undefined): Promise<void> {
    const place = join(this.#volumes, name);
    for (let waited = 0; !(await isFolder(place)); waited += mountLookMs) {
      if (waited >= mountWaitMs) {
        const why = `it did not appear at ${place}`;
        throw new ConpaasError('VOLUME_FAILED', { name, deed: 'mounted', why });
      }
      await wait(mountLookMs);
    }
    if (watchedMegabytes === undefined) return;
    this.#state.value.watched[name] = watchedMegabytes;
    await this.#state.save();
  }

  /** Lets go of a volume: what scripts left running is ended, as it may use it. */
  async unmount(name: string): Promise<void> {
    await this.scripts.endAll();
    delete this.#state.value.watched[name];
    await this.#state.save();
  }

  async #initialise(folder: string, signal: AbortSignal): Promise<void> {
    const name = scriptOf.init;
    if (!(await hasScript(folder, name))) return;
    const end = await LogEnd.mark(this.#output, this.#errors);
    const { ended } = await this.#run(name, folder, []);
    const limit = AbortSignal.timeout(this.#initLimitMs);
    const given = AbortSignal.any([signal, limit]);
    const aborted = Promise.withResolvers<undefined>();
    given.addEventListener('abort', () => aborted.resolve(undefined), { once: true });
    if (given.aborted) aborted.resolve(undefined);
    const code = await Promise.race([ended, aborted.promise]);
    if (code === 0) return;
    if (code === undefined) await this.scripts.endAll();
    const late = `it did not end within ${this.#initLimitMs / 1000} s`;
    const why = code !== undefined ? `return code ${code}` : limit.aborted ? late : 'it was cancelled';
    const node = this.#state.value.ip ?? '';
    throw new ConpaasError('SCRIPT_FAILED', { script: name, node, why }, { detail: await end.read() });
  }

  async #run(name: ScriptName, folder: string, words: readonly string[]) {
    const start = { folder, arguments: words, environment: this.#environment() };
    const { ended } = await this.scripts.start(name, start).catch((thrown: unknown) => {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new ConpaasError('SCRIPT_FAILED', { script: name, node: this.#state.value.ip ?? '', why });
    });
    if (name === scriptOf.notify) void ended.then(() => this.#notifyOnce());
    return { ended };
  }

  async #notifyOnce(): Promise<void> {
    if (!this.#notifyAgain) return;
    this.#notifyAgain = false;
    await this.execute('notify', '', false).catch((thrown) => this.#log.error(`notify.sh: ${thrown}`));
  }

  #environment(): Record<string, string> {
    const { ip, agents } = this.#state.value;
    const given = passedOn.flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']],
    );
    return {
      ...Object.fromEntries(given),
      MY_IP: ip ?? '',
      MY_ROLE: agents.find((agent) => agent.ip === ip)?.role ?? '',
      MASTER_IP: agents.find(({ role }) => role === 'master')?.ip ?? '',
      AGENTS_JSON: this.#agentsFile,
      VOLUMES_DIR: this.#volumes,
    };
  }

  get #agentsFile(): string {
    return join(this.#cache, 'agents.json');
  }

  async #setAgents(agents: AgentInfo[]): Promise<void> {
    await mkdir(this.#cache, { recursive: true });
    // A script that reads it meanwhile sees the old or the new one.
    await writeFile(`${this.#agentsFile}.new`, `${JSON.stringify(agents)}\n`);
    await rename(`${this.#agentsFile}.new`, this.#agentsFile);
    this.#state.value.agents = agents;
    await this.#state.save();
  }

  async #endAll(why: string): Promise<void> {
    this.#notifyAgain = false;
    // Told first: who sees that a script was ended finds the reason.
    await this.#tell(why);
    await this.scripts.endAll();
  }

  async #tell(text: string): Promise<void> {
    this.#log.warn(text);
    await appendFile(this.#errors, `${text}\n`, { mode: 0o600 });
  }

  #folderOf({ codeVersionId, root }: EnabledVersion): Promise<string> {
    return scriptFolder(join(this.#codeFolder, codeVersionId), root);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
