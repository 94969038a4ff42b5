import { constants } from 'node:os';
import { join } from 'node:path';
import { endGroup } from '../../../processes/end-group.ts';
import { type ProcessExit, startDetached } from '../../../processes/start-detached.ts';
import type { Log } from '../../service-type.ts';
import { neverStarted, running, type ScriptName, scriptNames, stopped } from '../scripts.ts';
import type { AgentStateFile } from './agent-state.ts';
import { commandOf } from './script-files.ts';

/** What a script may take to end after it was asked to, before it is killed. */
const graceMs = 2000;
/** In the environment of scripts and of all that they start: by it they are found again. */
const markName = 'CONPAAS_SCRIPTS';

export interface ScriptsOptions {
  state: AgentStateFile;
  /** A folder that nobody else has, by which the processes are marked. */
  mark: string;
  /** Files that what scripts print is appended to. */
  output: string;
  errors: string;
  log: Log;
}

export interface ScriptStart {
  folder: string;
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/** The scripts of one node: each is a process group of its own, at most one for each name. */
export class Scripts {
  readonly #options: ScriptsOptions;
  readonly #running = new Map<ScriptName, Promise<number>>();

  constructor(options: ScriptsOptions) {
    this.#options = options;
  }

  /** As reference §8.6 words it. */
  status(): Record<ScriptName, string> {
    const words = (name: ScriptName) => {
      const record = this.#options.state.value.scripts[name];
      if (!record) return neverStarted;
      return record.state === 'running' ? running : stopped(record.code);
    };
    return Object.fromEntries(scriptNames.map((name) => [name, words(name)])) as Record<ScriptName, string>;
  }

  runs(name: ScriptName): boolean {
    return this.#running.has(name);
  }

  names(): ScriptName[] {
    return [...this.#running.keys()];
  }

  /**
   * Starts a script that does not run already.
   * @returns its return code when it has ended: negative for the signal that ended it
   */
  async start(
    name: ScriptName,
    { folder, arguments: words, environment }: ScriptStart,
  ): Promise<{ ended: Promise<number> }> {
    const { output, errors, mark, state, log } = this.#options;
    const begun = Promise.withResolvers<number>();
    this.#running.set(name, begun.promise);
    try {
      const [command, ...args] = await commandOf(join(folder, name));
      state.value.scripts[name] = { state: 'running' };
      // Written before: an agent that is killed right after knows that the script had run.
      await state.save();
      const env = { ...environment, [markName]: mark };
      const started = await startDetached({
        command,
        args: [...args, ...words],
        cwd: folder,
        env,
        stdout: output,
        stderr: errors,
      });
      log.info(`${name} was started`);
      void started.exit.then((exit) => begun.resolve(this.#ended(name, exit)));
    } catch (thrown) {
      log.error(`${name} could not be started: ${thrown}`);
      begun.resolve(this.#ended(name, { code: 127, signal: null }));
      throw thrown;
    }
    return { ended: begun.promise };
  }

  /** Ends every script and all that they left running; resolves when none is left. */
  async endAll(grace = graceMs): Promise<void> {
    const entry = `${markName}=${this.#options.mark}`;
    await endGroup(null, { graceMs: grace, mark: { entry } });
    await Promise.all(this.#running.values());
  }

  /** After a restart of the agent: what ran when it was killed is ended, as nobody would learn of its end. */
  async restore(): Promise<void> {
    await this.endAll(0);
    const { state } = this.#options;
    const left = scriptNames.filter((name) => state.value.scripts[name]?.state === 'running');
    for (const name of left) state.value.scripts[name] = { state: 'stopped', code: -constants.signals.SIGKILL };
    if (left.length > 0) await state.save();
  }

  #ended(name: ScriptName, { code, signal }: ProcessExit): number {
    const { state, log } = this.#options;
    const result = code ?? -(signal === null ? 1 : constants.signals[signal]);
    this.#running.delete(name);
    state.value.scripts[name] = { state: 'stopped', code: result };
    state.save().catch((thrown) => log.error(`The end of ${name} was not saved: ${thrown}`));
    log.info(`${name} ended with ${result}`);
    return result;
  }
}
