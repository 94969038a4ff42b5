import { expect, it, vi } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { bind } from '../../../../renderer/actions/action.ts';
import { startApplication, stopApplication } from '../../../../renderer/actions/application-actions.ts';
import type { BoundAction } from '../../../../renderer/actions/bound-action.ts';
import { perform, request } from '../../../../renderer/actions/perform.ts';
import { connected, shop } from '../connected.ts';
import { makeApplication, runningManager } from '../fake-world.ts';

const naming = { key: '1', subject: 'Shop' };

async function actions() {
  const parts = await connected(shop);
  const running = makeApplication(1, 'Shop', runningManager);
  return {
    ...parts,
    start: bind(startApplication, running, parts.model, naming),
    stop: bind(stopApplication, running, parts.model, naming),
  };
}

it('asks before something is lost, and does nothing until it was answered', async () => {
  const { director, model, stop } = await actions();
  await request(stop, model);
  expect(model.interaction.getState().confirming).toBe(stop);
  expect(director.asked).not.toContain('stopApplication');
});

it('tells why an action cannot be done instead of doing it', async () => {
  const { director, model, page, start } = await actions();
  await request(start, model);
  expect(page.notes).toMatchObject([{ tone: 'info', text: '“Shop” is running already.' }]);
  expect(director.asked).not.toContain('startApplication');
});

it('tells what failed with message and hint', async () => {
  const { director, model, page, stop } = await actions();
  director.failures.set('stopApplication', new ConpaasError('MANAGER_UNREACHABLE', { aid: 1, why: 'no route' }));
  await perform(stop, model);
  expect(page.notes).toMatchObject([
    { tone: 'error', title: '“Stop” did not work', error: { code: 'MANAGER_UNREACHABLE', hint: expect.any(String) } },
  ]);
  expect(model.interaction.getState().busy.size).toBe(0);
});

it('does an action once when it is clicked twice', async () => {
  const { model } = await actions();
  let answer = () => {};
  const run = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)));
  const action = { key: 'x', label: 'X', enabled: true, run } as unknown as BoundAction;
  const first = perform(action, model);
  await perform(action, model);
  expect(run).toHaveBeenCalledTimes(1);
  answer();
  await first;
  expect(model.interaction.getState().busy.has('x')).toBe(false);
});
