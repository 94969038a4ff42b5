import type { Client } from '../contract/client.ts';
import type { Connection } from './connection.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** One run of a command: its settings, what it prints, and the Director, which is looked for when first needed. */
export class Session {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly #connect: (told: (text: string) => void) => Promise<Connection>;
  #connection: Promise<Connection> | undefined;

  constructor(settings: Settings, terminal: Terminal, connect: (told: (text: string) => void) => Promise<Connection>) {
    this.settings = settings;
    this.terminal = terminal;
    this.#connect = connect;
  }

  connection(): Promise<Connection> {
    this.#connection ??= this.#connect((text) => this.debug(text));
    return this.#connection;
  }

  async client(): Promise<Client> {
    return (await this.connection()).client;
  }

  /** Prints the answer: as JSON with --json, else as the text (a line break is added where it has none). */
  answer(value: unknown, text: () => string): void {
    if (this.settings.json) this.terminal.write(`${JSON.stringify(value, undefined, 2)}\n`);
    else this.print(text());
  }

  /** Prints lines for people. */
  print(text: string): void {
    this.terminal.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Told on the error stream, in the form of ConPaaS 2.1. */
  warn(text: string): void {
    this.terminal.writeError(`WARNING - ${text}\n`);
  }

  /** Told on the error stream with --debug. */
  debug(text: string): void {
    if (this.settings.debug) this.terminal.writeError(`DEBUG - ${text}\n`);
  }

  async close(): Promise<void> {
    // A connection that could not be made has been told already.
    (await this.#connection?.catch(() => undefined))?.close();
  }
}
