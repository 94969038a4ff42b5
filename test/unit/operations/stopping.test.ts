import { describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { director, led, request, stepStates, untilStopped } from './fixture.ts';

const notCancellable = expect.objectContaining({ code: 'OPERATION_NOT_CANCELLABLE' });

describe('cancelling', () => {
  test('asks the work to stop and waits until it has cleaned up', async () => {
    const { operations, published } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    const context = await work.begun;
    context.step('Make the instance');
    expect(operations.cancel(id)).toMatchObject({ state: 'cancelling', cancellable: false, finished: null });
    expect(context.signal.reason).toMatchObject({ code: 'OPERATION_CANCELLED' });
    expect(published.at(-1)?.state).toBe('cancelling');

    context.log('removing the instance');
    work.fail(context.signal.reason);
    const ended = await operations.wait(id);
    expect(ended).toMatchObject({ state: 'cancelled', error: new ConpaasError('OPERATION_CANCELLED').toBody() });
    expect(stepStates(ended)?.[0]).toBe('Make the instance: skipped');
    expect(ended.log.at(-1)?.text).toBe('removing the instance');
  });

  test('twice is the same as once', async () => {
    const { operations } = director();
    const { id } = operations.start(request(untilStopped));
    operations.cancel(id);
    expect(operations.cancel(id).state).toBe('cancelling');
    expect((await operations.wait(id)).state).toBe('cancelled');
  });

  test('before the work began ends it as well', async () => {
    const { operations } = director();
    const { id } = operations.start(request(async ({ signal }) => signal.throwIfAborted()));
    operations.cancel(id);
    expect((await operations.wait(id)).state).toBe('cancelled');
  });

  test('is refused where the operation forbids it, for as long as it does', async () => {
    const { operations } = director();
    const work = led();
    const { id } = operations.start(request(work.run, { cancellable: false }));
    expect(() => operations.cancel(id)).toThrow(notCancellable);
    const { setCancellable } = await work.begun;
    setCancellable(true);
    expect(operations.get(id)?.cancellable).toBe(true);
    setCancellable(false);
    expect(() => operations.cancel(id)).toThrow(notCancellable);
    setCancellable(true);
    expect(operations.cancel(id).state).toBe('cancelling');
  });

  test('is refused when the operation has ended', async () => {
    const { operations } = director();
    const { id } = operations.start(request(async () => {}));
    await operations.wait(id);
    expect(() => operations.cancel(id)).toThrow(notCancellable);
  });

  test('comes too late for work that succeeds all the same', async () => {
    const { operations } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    await work.begun;
    operations.cancel(id);
    work.succeed();
    expect(await operations.wait(id)).toMatchObject({ state: 'succeeded', error: null });
  });

  test('tells what went wrong while cleaning up', async () => {
    const { operations } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    await work.begun;
    operations.cancel(id);
    work.fail(new Error('cannot remove the folder'));
    expect(await operations.wait(id)).toMatchObject({
      state: 'cancelled',
      error: { code: 'OPERATION_CANCELLED', detail: 'cannot remove the folder' },
    });
  });

  test('of what another waits for cancels that too', async () => {
    const { operations } = director();
    const inner = operations.start(request(untilStopped));
    const outer = operations.start(
      request(async () => {
        const { error } = await operations.wait(inner.id);
        if (error) throw ConpaasError.fromBody(error);
      }),
    );
    operations.cancel(inner.id);
    expect((await operations.wait(outer.id)).state).toBe('cancelled');
  });
});

describe('the time limit', () => {
  const timedOut = {
    code: 'OPERATION_TIMED_OUT',
    message:
      'The operation "Start application "shop"" did not end within 60 s; it was at the step "Wait for the manager".',
  };

  test('stops the work and tells at which step', async () => {
    const { operations, clock } = director();
    const { id } = operations.start(
      request(async (context) => {
        context.step('Wait for the manager');
        await untilStopped(context);
      }),
    );
    await Promise.resolve();
    clock.advance(59_999);
    expect(operations.get(id)?.cancellable).toBe(true);
    clock.advance(1);
    expect(operations.get(id)?.cancellable).toBe(false);
    const ended = await operations.wait(id);
    expect(ended).toMatchObject({ state: 'failed', error: timedOut });
    expect(stepStates(ended)?.slice(0, 2)).toEqual(['Make the instance: skipped', 'Wait for the manager: failed']);
    expect(clock.pending).toBe(0);
  });

  test('ends the operation although its work does not listen', async () => {
    const { operations, clock } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    (await work.begun).step('Wait for the manager');
    clock.advance(60_000);
    expect(operations.get(id)?.finished).toBeNull();
    clock.advance(30_000);
    expect(await operations.wait(id)).toMatchObject({ state: 'failed', error: timedOut });
    expect(clock.pending).toBe(0);

    work.succeed();
    await Promise.resolve();
    expect(operations.get(id)?.state).toBe('failed');
  });

  test('leaves time for cleaning up, whose steps are shown', async () => {
    const { operations, clock } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    const { step, signal } = await work.begun;
    step('Wait for the manager');
    clock.advance(60_000);
    step('Remove the instance');
    work.fail(signal.reason);
    const ended = await operations.wait(id);
    expect(ended).toMatchObject({ state: 'failed', error: timedOut });
    expect(stepStates(ended)).toContain('Remove the instance: failed');
  });

  test('holds while it is being cancelled, too', async () => {
    const { operations, clock } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    await work.begun;
    operations.cancel(id);
    clock.advance(90_000);
    expect(await operations.wait(id)).toMatchObject({ state: 'failed', error: { code: 'OPERATION_TIMED_OUT' } });
  });

  test('does not fall on an operation that ended', async () => {
    const { operations, clock } = director();
    const { id } = operations.start(request(async () => {}));
    await operations.wait(id);
    clock.advance(120_000);
    expect(operations.get(id)?.state).toBe('succeeded');
  });
});
