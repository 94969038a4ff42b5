import type { Settings } from '../director/contract/system.ts';

export type QuitAnswer = 'keep' | 'stop' | 'cancel';

/** What the question needs to know of the Director. */
export interface QuitKnowledge {
  onQuit: Settings['onQuit'];
  /** Names of the applications that run. */
  running: readonly string[];
}
export interface QuitDialog {
  message: string;
  detail: string;
  buttons: string[];
  defaultId: number;
  cancelId: number;
  checkboxLabel: string;
}
export interface QuitQuestionOptions {
  /** @throws when the Director does not answer */
  know(): Promise<QuitKnowledge>;
  show(dialog: QuitDialog): Promise<{ response: number; checkboxChecked: boolean }>;
  /** Keeps the answer for the next times. */
  remember(onQuit: 'keep' | 'stop'): Promise<void>;
}

const answers: readonly QuitAnswer[] = ['keep', 'stop', 'cancel'];
/** Names that are listed; more are counted. */
const listed = 5;

function dialogFor(running: readonly string[]): QuitDialog {
  const more = running.length > listed ? `\nand ${running.length - listed} more` : '';
  return {
    message: running.length === 1 ? 'An application is running.' : `${running.length} applications are running.`,
    detail: `${running.slice(0, listed).join('\n')}${more}\n\nThey can go on without this window, and are shown again when it is opened.`,
    buttons: ['Leave Running', 'Stop Them', 'Cancel'],
    defaultId: answers.indexOf('keep'),
    cancelId: answers.indexOf('cancel'),
    checkboxLabel: 'Do not ask again',
  };
}

/** Asks what quitting does with running applications, unless nothing runs or the user has said so before. */
export class QuitQuestion {
  readonly #options: QuitQuestionOptions;

  constructor(options: QuitQuestionOptions) {
    this.#options = options;
  }

  async ask(): Promise<QuitAnswer> {
    // A Director that does not answer must not keep the window from closing; stopping needs it, leaving running does not.
    const knowledge = await this.#options.know().catch(() => undefined);
    if (!knowledge || knowledge.running.length === 0) return 'keep';
    if (knowledge.onQuit !== 'ask') return knowledge.onQuit;
    const { response, checkboxChecked } = await this.#options.show(dialogFor(knowledge.running));
    const answer = answers[response] ?? 'cancel';
    if (answer !== 'cancel' && checkboxChecked) await this.#options.remember(answer).catch(() => undefined);
    return answer;
  }
}
