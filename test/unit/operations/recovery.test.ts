import { describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { OperationContext } from '../../../director/operations/operations.ts';
import { director, led, request, stepStates, untilStopped } from './fixture.ts';

/** A Director that ended while an operation was at its second step. */
async function ended({ cancelling = false, orderly = false } = {}) {
  const first = director();
  const work = led();
  const { id } = first.operations.start(request(work.run, { data: { vmid: 'abcd' } }));
  const context = await work.begun;
  context.step('Make the instance');
  context.remember({ address: '127.9.0.1' });
  context.step('Wait for the manager');
  if (cancelling) first.operations.cancel(id);
  if (orderly) first.operations.shutdown();
  return { ...first, id, work, context };
}

const interrupted = { state: 'interrupted', error: { code: 'OPERATION_INTERRUPTED' } };

describe('after a restart', () => {
  test('an operation is continued with what it remembered', async () => {
    const { store, id } = await ended();
    const { operations, published } = director(store);
    let known: OperationContext['data'] | undefined;
    operations.onRecover('application.start', async (operation, context) => {
      expect(operation).toMatchObject({ id, title: 'Start application "shop"', percent: 25 });
      known = context.data;
      context.step('Wait for the manager');
      context.step('Tell the user');
      context.setResult({ aid: 1 });
    });
    expect(operations.recover().map((operation) => operation.id)).toEqual([id]);
    expect(operations.running(1)).toHaveLength(1);
    const done = await operations.wait(id);
    expect(known).toEqual({ vmid: 'abcd', address: '127.9.0.1' });
    expect(done).toMatchObject({ state: 'succeeded', percent: 100, result: { aid: 1 } });
    expect(stepStates(done)).toEqual([
      'Make the instance: done',
      'Wait for the manager: done',
      'Tell the user: done',
      'Tidy up: skipped',
    ]);
    expect(published.at(-1)).toEqual(done);
    expect(store.operations.get(id)?.state).toBe('succeeded');
  });

  test('an operation may go back to a step that was done, without falling percents', async () => {
    const { store, id } = await ended();
    const { operations } = director(store);
    const work = led();
    operations.onRecover('application.start', (_, context) => work.run(context));
    operations.recover();
    (await work.begun).step('Make the instance');
    expect(operations.get(id)?.percent).toBe(25);
    expect(stepStates(operations.get(id))?.slice(0, 2)).toEqual([
      'Make the instance: running',
      'Wait for the manager: waiting',
    ]);
  });

  test('an operation whose recovery cleaned up instead is marked interrupted', async () => {
    const { store, id } = await ended();
    const { operations } = director(store);
    operations.onRecover('application.start', async ({ id: _ }, { step }) => {
      step('Remove the instance');
      throw new ConpaasError('OPERATION_INTERRUPTED');
    });
    operations.recover();
    const done = await operations.wait(id);
    expect(done).toMatchObject(interrupted);
    expect(done.error).toEqual(new ConpaasError('OPERATION_INTERRUPTED').toBody());
  });

  test('what a recovery failed with is told', async () => {
    const { store, id } = await ended();
    const { operations } = director(store);
    operations.onRecover('application.start', async () => {
      throw new ConpaasError('INSTANCE_START_FAILED', { name: 'x', why: 'no memory' });
    });
    operations.recover();
    expect((await operations.wait(id)).error?.detail).toBe('The instance x did not start: no memory.');
  });

  test('an operation that nobody recovers is marked interrupted', async () => {
    const { store, id } = await ended();
    const { operations } = director(store);
    operations.onRecover('application.stop', async () => {});
    operations.recover();
    expect(await operations.wait(id)).toMatchObject({ ...interrupted, finished: expect.any(String) });
  });

  test('an operation that was being cancelled is still', async () => {
    const { store, id } = await ended({ cancelling: true });
    const { operations } = director(store);
    operations.onRecover('application.start', (_, context) => untilStopped(context));
    expect(operations.recover()[0]?.state).toBe('cancelling');
    expect(await operations.wait(id)).toMatchObject({ state: 'cancelled', error: { code: 'OPERATION_CANCELLED' } });
  });

  test('a recovery can be cancelled and has the whole time limit', async () => {
    const { store, id } = await ended();
    const { operations, clock } = director(store);
    operations.onRecover('application.start', (_, context) => untilStopped(context));
    operations.recover();
    clock.advance(59_999);
    operations.cancel(id);
    expect((await operations.wait(id)).state).toBe('cancelled');
  });

  test('only what had not ended is recovered, the oldest first', async () => {
    const { store, operations: first, id, work } = await ended();
    const second = first.start(request(untilStopped));
    const third = first.start(request(untilStopped));
    work.succeed();
    await first.wait(id);
    expect(
      director(store)
        .operations.recover()
        .map((operation) => operation.id),
    ).toEqual([second.id, third.id]);
  });

  test('what was started meanwhile is left alone', async () => {
    const { operations } = director();
    operations.start(request(untilStopped));
    expect(operations.recover()).toEqual([]);
  });
});

describe('an orderly end', () => {
  test('leaves what is running for the next Director and writes what was not written', async () => {
    const { store, operations, id, work, context, clock, published } = await ended();
    context.log('last words');
    operations.shutdown();
    expect(store.operations.get(id)).toMatchObject({ state: 'running', log: [{ text: 'last words' }] });
    expect(context.signal.aborted).toBe(false);
    expect(clock.pending).toBe(0);

    const count = published.length;
    context.step('Tidy up');
    context.log('unheard');
    work.fail(new Error('the database is closed'));
    await Promise.allSettled([work.run(context)]);
    expect(published).toHaveLength(count);
    expect(store.operations.get(id)).toMatchObject({ state: 'running', log: [{ text: 'last words' }] });

    const next = director(store).operations;
    expect(next.recover().map((operation) => operation.id)).toEqual([id]);
  });

  test('takes no new operation', async () => {
    const { operations, store } = await ended({ orderly: true });
    expect(() => operations.start(request(untilStopped))).toThrow(
      expect.objectContaining({ code: 'OPERATION_INTERRUPTED' }),
    );
    expect(store.operations.list()).toHaveLength(1);
  });
});
