import type { Client } from '../contract/client.ts';
import type { Connection } from './connection.ts';
import type { FirstContact } from './first-contact.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** How a session reaches the Director; `told` hears a line per request. */
export interface Reach {
  /** The home folder of who called. */
  home: string;
  connect(told: (text: string) => void): Promise<Connection>;
  firstContact(told: (text: string) => void): Promise<FirstContact>;
}

/** One run of a command: its settings, what it prints, and the Director, which is looked for when first needed. */
export class Session {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly home: string;
  readonly #reach: Reach;
  #connection: Promise<Connection> | undefined;

  constructor(settings: Settings, terminal: Terminal, reach: Reach) {
    this.settings = settings;
    this.terminal = terminal;
    this.home = reach.home;
    this.#reach = reach;
  }

  connection(): Promise<Connection> {
    this.#connection ??= this.#reach.connect((text) => this.debug(text));
    return this.#connection;
  }

  /** Looks for the Director before there is a certificate for it. */
  firstContact(): Promise<FirstContact> {
    return this.#reach.firstContact((text) => this.debug(text));
  }

  async client(): Promise<Client> {
    return (await this.connection()).client;
  }

  /** Prints the answer: as JSON with --json, else as the text (a line break is added where it has none). */
  answer(value: unknown, text: () => string): void {
    if (this.settings.json) this.terminal.write(`${JSON.stringify(value, undefined, 2)}\n`);
    else this.print(text());
  }

  /** Prints lines for people; an empty list has none. */
  print(text: string): void {
    if (text === '') return;
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
