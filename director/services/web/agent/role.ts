import type { z } from 'zod';
import { ConpaasError } from '../../../contract/errors.ts';
import type { ServerStatus } from '../../../contract/service.ts';
import type { RoleServer } from './role-server.ts';
import type { SettingsFile } from './settings-file.ts';

export interface RoleTraffic {
  role: string;
  requests: number;
  errors: number;
  active: number;
}

/** A role that this node can play: its server, what it was told, and the order in which changes are made. */
export class Role<Settings> {
  readonly name: string;
  readonly #schema: z.ZodType<Settings>;
  readonly #server: RoleServer<Settings>;
  readonly #file: SettingsFile;
  #settings: Settings | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(name: string, schema: z.ZodType<Settings>, server: RoleServer<Settings>, file: SettingsFile) {
    this.name = name;
    this.#schema = schema;
    this.#server = server;
    this.#file = file;
  }

  /** What the node was told last; undefined while it does not play the role. */
  get settings(): Settings | undefined {
    return this.#settings;
  }

  /**
   * Starts the server or changes it; the settings are kept for a restart of the agent.
   * @throws INVALID_INPUT for settings of the wrong form; what the server throws
   */
  run(given: unknown): Promise<void> {
    const parsed = this.#schema.safeParse(given);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const problem = `${issue?.path.join('.')}: ${issue?.message}`;
      throw new ConpaasError('INVALID_INPUT', { problem });
    }
    return this.#inTurn(async () => {
      await this.#server.apply(parsed.data);
      this.#settings = parsed.data;
      await this.#file.set(this.name, parsed.data);
    });
  }

  /** Ends the server, letting its requests finish; nothing happens when it does not run. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#server.stop();
      this.#settings = undefined;
      await this.#file.set(this.name, undefined);
    });
  }

  /** Brings back what ran before the agent ended. */
  async restore(): Promise<void> {
    const kept = this.#schema.safeParse(this.#file.get(this.name));
    if (!kept.success) return;
    await this.#inTurn(async () => {
      this.#settings = kept.data;
      await this.#server.restore(kept.data);
    });
  }

  /** Ends the server with the agent; it comes back with it. */
  end(): Promise<void> {
    return this.#inTurn(() => this.#server.stop());
  }

  status(): ServerStatus[] {
    const status = this.#server.status();
    return status ? [status] : [];
  }

  async traffic(): Promise<RoleTraffic[]> {
    const counters = await this.#server.counters();
    return counters ? [{ role: this.name, ...counters }] : [];
  }

  /** One change after the other: a stop that overtook a start would leave a server that nobody knows of. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
