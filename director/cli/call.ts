import type { Session } from './session.ts';

type Values = Record<string, unknown>;

/** What one command was called with, and the session it runs in. */
export class Call {
  readonly session: Session;
  readonly #arguments: Values;
  readonly #options: Values;

  constructor(session: Session, given: { arguments: Values; options: Values }) {
    this.session = session;
    this.#arguments = given.arguments;
    this.#options = given.options;
  }

  /** A positional argument, by the name in the command's definition. */
  argument(name: string): string {
    const value = this.#arguments[name];
    if (typeof value !== 'string') throw new TypeError(`The command has no argument ${name}.`);
    return value;
  }

  /** The values of an argument that takes many. */
  arguments(name: string): string[] {
    const value = this.#arguments[name];
    if (!Array.isArray(value)) throw new TypeError(`The command has no list of arguments ${name}.`);
    return value.map(String);
  }

  /** The value of an option, undefined where it was not given. */
  text(option: string): string | undefined {
    const value = this.#options[option];
    return typeof value === 'string' ? value : undefined;
  }

  integer(option: string): number | undefined {
    const value = this.#options[option];
    return typeof value === 'number' ? value : undefined;
  }

  flag(option: string): boolean {
    return this.#options[option] === true;
  }

  /** The cloud asked for; "default" (reference §2.3) and no option both leave the choice to the Director. */
  get cloud(): { cloud?: string } {
    const cloud = this.text('cloud');
    return cloud === undefined || cloud === 'default' ? {} : { cloud };
  }
}
