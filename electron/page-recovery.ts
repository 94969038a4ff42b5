const span = 60_000;
const most = 3;

/** Decides what to do when the process of the page has ended: load it again, or after 3 times in 60 s show a plain page. */
export class PageRecovery {
  readonly #now: () => number;
  #crashes: number[] = [];

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @param reason as Electron names it */
  crashed(reason: string): 'reload' | 'plain page' | 'nothing' {
    if (reason === 'clean-exit') return 'nothing';
    const now = this.#now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < span), now];
    return this.#crashes.length >= most ? 'plain page' : 'reload';
  }

  /** After the user asked to try again. */
  forget(): void {
    this.#crashes = [];
  }
}
