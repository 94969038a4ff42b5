import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type ScriptName, scriptNames } from '../scripts.ts';

const agentInfo = z.object({ id: z.string(), ip: z.string(), role: z.string() });
export const agentList = z.array(agentInfo).min(1);
export type AgentInfo = z.infer<typeof agentInfo>;

const version = z.object({ codeVersionId: z.string(), root: z.string().nullable() });
export type EnabledVersion = z.infer<typeof version>;

const scriptRecord = z.discriminatedUnion('state', [
  z.object({ state: z.literal('running') }),
  z.object({ state: z.literal('stopped'), code: z.int() }),
]);

const agentState = z.object({
  /** null until it was introduced. */
  ip: z.string().nullable(),
  agents: z.array(agentInfo),
  version: version.nullable(),
  /** The enablings of code for which init.sh has run here. */
  initialised: z.array(z.string()),
  scripts: z.partialRecord(z.enum(scriptNames as [ScriptName, ...ScriptName[]]), scriptRecord),
  /** Volumes whose size is watched here, in megabytes by name. */
  watched: z.record(z.string(), z.int().positive()),
});
export type AgentState = z.infer<typeof agentState>;

/** What an agent knows, kept over its restarts. */
export class AgentStateFile {
  readonly #path: string;
  readonly value: AgentState;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.value = this.#read();
  }

  /** Resolves when what `value` is now is on disk. */
  save(): Promise<void> {
    const text = JSON.stringify(this.value, null, 1);
    const written = this.#writing.then(() => this.#write(text));
    this.#writing = written.catch(() => {});
    return written;
  }

  #read(): AgentState {
    try {
      return agentState.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
      return { ip: null, agents: [], version: null, initialised: [], scripts: {}, watched: {} };
    }
  }

  async #write(text: string): Promise<void> {
    const beside = `${this.#path}.new`;
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#path);
  }
}
