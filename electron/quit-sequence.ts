import type { QuitAnswer } from './quit-question.ts';

export interface QuitSequenceOptions {
  ask(): Promise<QuitAnswer>;
  /** Ends the Director. */
  stop(applications: 'keep' | 'stop'): Promise<void>;
  /** Told while the Director ends, which may take a while. */
  onStopping(applications: 'keep' | 'stop'): void;
  /** Ends the program. */
  leave(): void;
}

/** Quitting, however it was asked for: by the window's button, the menu, the dock, or the system. */
export class QuitSequence {
  readonly #options: QuitSequenceOptions;
  #underWay: Promise<void> | undefined;

  constructor(options: QuitSequenceOptions) {
    this.#options = options;
  }

  /** Asks, ends the Director and leaves. Asking again meanwhile changes nothing. */
  begin(): Promise<void> {
    this.#underWay ??= this.#run().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #run(): Promise<void> {
    const answer = await this.#options.ask();
    if (answer === 'cancel') return;
    this.#options.onStopping(answer);
    await this.#options.stop(answer);
    this.#options.leave();
  }
}
