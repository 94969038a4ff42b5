/** Lets one task at a time work on the same thing. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `task` when all that were given before it for the same key have ended. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const turn = before.then(task, task);
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return turn;
  }
}
