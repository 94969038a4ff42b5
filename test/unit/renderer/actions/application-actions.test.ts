import { expect, it } from 'vitest';
import type { State } from '../../../../director/contract/state.ts';
import { type Action, bind } from '../../../../renderer/actions/action.ts';
import {
  addService,
  applicationActions,
  deleteApplication,
  deploySample,
  startApplication,
  stopApplication,
} from '../../../../renderer/actions/application-actions.ts';
import { connected, shop } from '../connected.ts';
import { guestBook, makeApplication, runningManager } from '../fake-world.ts';

const inState = (state: State) => makeApplication(1, 'Shop', { state });

it.each([
  [startApplication, ['INIT', 'STOPPED', 'ERROR']],
  [stopApplication, ['PROLOGUE', 'RUNNING', 'ADAPTING', 'ERROR']],
  [addService, ['RUNNING', 'ADAPTING']],
  [deleteApplication, ['INIT', 'PROLOGUE', 'RUNNING', 'ADAPTING', 'STOPPED', 'ERROR']],
] as [Action<ReturnType<typeof inState>>, State[]][])(
  '$id can be done in the states where the Director allows it',
  (action, allowed) => {
    const states: State[] = ['INIT', 'PROLOGUE', 'RUNNING', 'ADAPTING', 'EPILOGUE', 'STOPPED', 'ERROR'];
    expect(states.filter((state) => action.enabled(inState(state)) === true)).toEqual(allowed);
  },
);

it('says in words why something cannot be done', () => {
  expect(addService.enabled(inState('STOPPED'))).toBe('Start “Shop” first.');
  expect(startApplication.enabled(inState('EPILOGUE'))).toContain('busy (Stopping)');
});

it('offers first what is wanted most', () => {
  expect(applicationActions(inState('STOPPED'))[0]).toBe(startApplication);
  expect(applicationActions(inState('RUNNING'))[0]).toBe(stopApplication);
});

it('starts an application and follows the operation to its end', async () => {
  const { director, model } = await connected(({ world }) => world.applications.set(1, inState('INIT')));
  await bind(startApplication, inState('INIT'), model).run();
  const [operation] = Object.values(model.operations.collection.store.getState().items);
  expect(operation?.title).toBe('Start application "Shop"');
  director.operations.finish(operation?.id ?? '');
  expect(model.applications.get(1)?.state).toBe('RUNNING');
});

it('asks for the name before an application is deleted with its data, and leaves its page', async () => {
  const { model, page } = await connected(shop);
  const application = makeApplication(1, 'Shop', runningManager);
  const action = bind(deleteApplication, application, model);
  expect(action.confirm).toMatchObject({ typeName: 'Shop', title: 'Delete “Shop”?' });
  expect(action.confirm?.lost).toContain('data');
  await action.run();
  expect(page.visited).toEqual(['/']);
});

it('deploys a sample with one click', async () => {
  const { director, model } = await connected();
  const action = bind(deploySample, guestBook, model);
  expect(action.cli).toBe('cps-tools sample deploy guestbook');
  await action.run();
  director.operations.finish('op-1');
  expect(model.services.get('1/1')).toMatchObject({ name: 'Pages', state: 'RUNNING' });
});
