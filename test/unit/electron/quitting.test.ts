import { describe, expect, it } from 'vitest';
import { type QuitAnswer, type QuitDialog, type QuitKnowledge, QuitQuestion } from '../../../electron/quit-question.ts';
import { QuitSequence } from '../../../electron/quit-sequence.ts';

function question(knowledge: QuitKnowledge | Error, response = 0, checkboxChecked = false) {
  const shown: QuitDialog[] = [];
  const remembered: string[] = [];
  const quit = new QuitQuestion({
    know: async () => {
      if (knowledge instanceof Error) throw knowledge;
      return knowledge;
    },
    show: async (dialog) => {
      shown.push(dialog);
      return { response, checkboxChecked };
    },
    remember: async (onQuit) => void remembered.push(onQuit),
  });
  return { quit, shown, remembered };
}

describe('the question about running applications', () => {
  it('names them and offers to leave, to stop, and to stay', async () => {
    const { quit, shown } = question({ onQuit: 'ask', running: ['shop', 'blog'] });
    await quit.ask();
    expect(shown[0]).toMatchObject({
      message: '2 applications are running.',
      detail: expect.stringContaining('shop\nblog'),
      buttons: ['Leave Running', 'Stop Them', 'Cancel'],
      cancelId: 2,
    });
  });

  it.each([
    [0, 'keep'],
    [1, 'stop'],
    [2, 'cancel'],
    [9, 'cancel'],
  ])('takes button %i for "%s"', async (button, answer) => {
    expect(await question({ onQuit: 'ask', running: ['shop'] }, button).quit.ask()).toBe(answer);
  });

  it('counts what it does not list', async () => {
    const { quit, shown } = question({ onQuit: 'ask', running: ['1', '2', '3', '4', '5', '6', '7'] });
    await quit.ask();
    expect(shown[0]?.detail).toContain('5\nand 2 more');
  });

  it.each([
    [0, true, ['keep']],
    [1, true, ['stop']],
    [2, true, []],
    [0, false, []],
  ])('with button %i and the box %s remembers %j', async (button, checked, kept) => {
    const { quit, remembered } = question({ onQuit: 'ask', running: ['shop'] }, button, checked);
    await quit.ask();
    expect(remembered).toEqual(kept);
  });

  it.each([
    ['nothing runs', { onQuit: 'ask', running: [] }, 'keep'],
    ['the user said before to leave them', { onQuit: 'keep', running: ['shop'] }, 'keep'],
    ['the user said before to stop them', { onQuit: 'stop', running: ['shop'] }, 'stop'],
    ['the Director does not answer', new Error('gone'), 'keep'],
  ] as const)('is not asked when %s', async (_why, knowledge, answer) => {
    const { quit, shown } = question(knowledge);
    expect(await quit.ask()).toBe(answer);
    expect(shown).toEqual([]);
  });
});

describe('quitting', () => {
  function sequence(answers: QuitAnswer[]) {
    const done: string[] = [];
    const quit = new QuitSequence({
      ask: async () => {
        done.push('ask');
        return answers.shift() ?? 'cancel';
      },
      onStopping: () => done.push('tell'),
      stop: async (applications) => void done.push(`stop ${applications}`),
      leave: () => done.push('leave'),
    });
    return { quit, done };
  }

  it('ends the Director before the program', async () => {
    const { quit, done } = sequence(['stop']);
    await quit.begin();
    expect(done).toEqual(['ask', 'tell', 'stop stop', 'leave']);
  });

  it('asks once, however often it is begun', async () => {
    const { quit, done } = sequence(['keep', 'keep']);
    await Promise.all([quit.begin(), quit.begin()]);
    expect(done).toEqual(['ask', 'tell', 'stop keep', 'leave']);
  });

  it('can be cancelled and begun again', async () => {
    const { quit, done } = sequence(['cancel', 'keep']);
    await quit.begin();
    expect(done).toEqual(['ask']);
    await quit.begin();
    expect(done.at(-1)).toBe('leave');
  });
});
