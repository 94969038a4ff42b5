/** Lets pieces of work on one service happen one after the other, in the order they came. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Resolves when all that was begun has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
