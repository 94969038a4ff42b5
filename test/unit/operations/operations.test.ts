import { describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { operation as operationSchema } from '../../../director/contract/operation.ts';
import { director, led, request, stepStates, untilStopped } from './fixture.ts';

describe('an operation', () => {
  test('is returned and recorded before its work begins', async () => {
    const { operations, store, published } = director();
    const work = led();
    let hasBegun = false;
    const started = operations.start(
      request(
        (context) => {
          hasBegun = true;
          return work.run(context);
        },
        { data: { vmid: 'abcd' } },
      ),
    );
    expect(hasBegun).toBe(false);
    expect(started).toMatchObject({ state: 'running', percent: 0, cancellable: true, error: null, finished: null });
    expect(stepStates(started)?.every((step) => step.endsWith('waiting'))).toBe(true);
    expect(() => operationSchema.parse(started)).not.toThrow();
    expect(store.operations.get(started.id)).toMatchObject({ state: 'running', data: { vmid: 'abcd' } });
    expect(published).toEqual([started]);
    await work.begun;
    expect(hasBegun).toBe(true);
  });

  test('does not show its data to users', () => {
    const { operations, published } = director();
    const { id } = operations.start(request(untilStopped, { data: { vmid: 'abcd' } }));
    for (const shown of [operations.get(id), ...operations.list(), ...published])
      expect(shown).not.toHaveProperty('data');
  });

  test('goes through its steps, writing and telling each at once', async () => {
    const { operations, store, clock, published } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    const context = await work.begun;

    context.step('Make the instance');
    clock.advance(1000);
    context.step('Wait for the manager');
    expect(store.operations.get(id)?.steps.slice(0, 3)).toEqual([
      {
        name: 'Make the instance',
        state: 'done',
        started: '2026-01-01T00:00:00.000Z',
        finished: '2026-01-01T00:00:01.000Z',
      },
      { name: 'Wait for the manager', state: 'running', started: '2026-01-01T00:00:01.000Z', finished: null },
      { name: 'Tell the user', state: 'waiting', started: null, finished: null },
    ]);
    expect(published.map(({ percent }) => percent)).toEqual([0, 0, 25]);

    context.step('Tidy up');
    expect(stepStates(operations.get(id))?.slice(2)).toEqual(['Tell the user: skipped', 'Tidy up: running']);
    context.setResult({ aid: 1 });
    work.succeed();
    const ended = await operations.wait(id);
    expect(ended).toMatchObject({
      state: 'succeeded',
      percent: 100,
      cancellable: false,
      result: { aid: 1 },
      error: null,
    });
    expect(stepStates(ended)?.at(-1)).toBe('Tidy up: done');
    expect(store.operations.get(id)).toMatchObject(ended);
    expect(published.at(-1)).toEqual(ended);
    expect(clock.pending).toBe(0);
  });

  test('writes percent and log lines together, not each for itself', async () => {
    const { operations, store, clock, published } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    const context = await work.begun;
    context.step('Make the instance');
    const before = published.length;
    for (let part = 1; part <= 50; part += 1) {
      context.progress(part / 100);
      context.log(`part ${part}`);
    }
    expect(published).toHaveLength(before);
    expect(operations.get(id)).toMatchObject({ percent: 12.5 });
    clock.advance(200);
    expect(published).toHaveLength(before + 1);
    expect(published.at(-1)?.log).toHaveLength(50);
    expect(store.operations.get(id)).toMatchObject({ percent: 12.5 });
    clock.advance(1000);
    expect(published).toHaveLength(before + 1);
  });

  test('keeps the last 500 lines of its log, none of them endless and none with a key', async () => {
    const { operations } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    const context = await work.begun;
    for (let line = 1; line <= 600; line += 1) context.log(`line ${line}`);
    context.log('x'.repeat(10_000));
    context.log('read -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----');
    const texts = operations.get(id)?.log.map(({ text }) => text);
    expect(texts).toHaveLength(500);
    expect(texts?.[0]).toBe('line 103');
    expect(texts?.at(-2)).toHaveLength(2000);
    expect(texts?.at(-1)).toBe('read [redacted]');
  });

  test('that failed tells why and at which step', async () => {
    const { operations } = director();
    const failure = new ConpaasError('INSTANCE_START_FAILED', { name: 'x', why: 'no memory' });
    const { id } = operations.start(
      request(async ({ step }) => {
        step('Make the instance');
        step('Wait for the manager');
        throw failure;
      }),
    );
    const ended = await operations.wait(id);
    expect(ended).toMatchObject({ state: 'failed', percent: 25, error: failure.toBody() });
    expect(stepStates(ended)).toEqual([
      'Make the instance: done',
      'Wait for the manager: failed',
      'Tell the user: skipped',
      'Tidy up: skipped',
    ]);
  });

  test('that met a defect says so and keeps the Director running', async () => {
    const { operations } = director();
    const { id } = operations.start(
      request(() => {
        throw new TypeError('undefined is not a function');
      }),
    );
    expect(await operations.wait(id)).toMatchObject({
      state: 'failed',
      error: { code: 'INTERNAL', message: expect.stringContaining('undefined is not a function') },
    });
  });

  test('adds steps that were not foreseen', async () => {
    const { operations } = director();
    const work = led();
    const { id } = operations.start(request(work.run, { steps: ['One', 'Two'] }));
    const { step } = await work.begun;
    step('One');
    step('Clean up');
    expect(stepStates(operations.get(id))).toEqual(['One: done', 'Clean up: running', 'Two: waiting']);
  });

  test('takes percents from those who know them, also for a step that goes on', async () => {
    const { operations } = director();
    const work = led();
    const { id } = operations.start(request(work.run, { steps: [] }));
    const { step } = await work.begun;
    const percentAfter = (name: string, percent?: number) => {
      step(name, percent);
      return operations.get(id)?.percent;
    };
    expect(percentAfter('Make nodes', 10)).toBe(10);
    expect(percentAfter('Make nodes', 40.123)).toBe(40.1);
    expect(percentAfter('Make nodes')).toBe(40.1);
    expect(percentAfter('Configure', 30)).toBe(40.1);
    expect(percentAfter('Check', 1000)).toBe(100);
    expect(stepStates(operations.get(id))).toEqual(['Make nodes: done', 'Configure: done', 'Check: running']);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 7])(
    'is not led astray by a progress of %d',
    async (fraction) => {
      const { operations } = director();
      const work = led();
      const { id } = operations.start(request(work.run));
      const { step, progress } = await work.begun;
      progress(0.5);
      expect(operations.get(id)?.percent).toBe(0);
      step('Wait for the manager');
      progress(fraction);
      expect([25, 50]).toContain(operations.get(id)?.percent);
    },
  );

  test('changes nothing that was handed out before', async () => {
    const { operations, published } = director();
    const work = led();
    const started = operations.start(request(work.run));
    const context = await work.begun;
    context.step('Make the instance');
    context.log('x');
    work.succeed();
    await operations.wait(started.id);
    expect(stepStates(started)?.[0]).toBe('Make the instance: waiting');
    expect(published.map(({ state }) => state)).toEqual(['running', 'running', 'succeeded']);
    expect(published.map(({ log }) => log.length)).toEqual([0, 0, 1]);
  });

  test('does not listen to work that goes on after its end', async () => {
    const { operations, published } = director();
    let late = () => {};
    const { id } = operations.start(
      request(async (context) => {
        late = () => {
          context.step('Tidy up');
          context.log('late');
          context.setCancellable(true);
        };
      }),
    );
    const ended = await operations.wait(id);
    const count = published.length;
    late();
    expect(operations.get(id)).toEqual(ended);
    expect(published).toHaveLength(count);
  });
});

describe('operations', () => {
  test('are listed newest first, with what is not written yet', async () => {
    const { operations } = director();
    const work = led();
    const first = operations.start(request(work.run));
    const second = operations.start(request(untilStopped, { aid: 2 }));
    (await work.begun).log('not written yet');
    expect(operations.list().map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(operations.list({ aid: 1 })[0]?.log).toHaveLength(1);
    expect(operations.list({ uid: 2 })).toEqual([]);
    expect(operations.list({ limit: 1 })).toHaveLength(1);
  });

  test('that run are known by their application', async () => {
    const { operations } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    operations.start(request(untilStopped, { aid: 2 }));
    expect(operations.running(1).map((operation) => operation.id)).toEqual([id]);
    work.succeed();
    await operations.wait(id);
    expect(operations.running(1)).toEqual([]);
  });

  test('can be waited for by another, also after the end', async () => {
    const { operations } = director();
    const inner = operations.start(request(async ({ setResult }) => setResult({ url: 'http://127.0.0.2/' })));
    const outer = operations.start(
      request(async ({ setResult }) => setResult({ inner: (await operations.wait(inner.id)).result }), {
        kind: 'sample.deploy',
      }),
    );
    expect((await operations.wait(outer.id)).result).toEqual({ inner: { url: 'http://127.0.0.2/' } });
    expect((await operations.wait(inner.id)).state).toBe('succeeded');
  });

  test('that are unknown cannot be waited for or cancelled', async () => {
    const { operations } = director();
    const unknown = { code: 'OPERATION_NOT_FOUND', message: 'There is no operation x.' };
    expect(operations.get('x')).toBeUndefined();
    await expect(operations.wait('x')).rejects.toMatchObject(unknown);
    expect(() => operations.cancel('x')).toThrow(expect.objectContaining(unknown));
  });
});

describe('a disk that is full', () => {
  test('does not end the work; the end is written when there is space again', async () => {
    const { operations, store, clock } = director();
    const work = led();
    const { id } = operations.start(request(work.run));
    const context = await work.begun;
    const write = store.operations.update.bind(store.operations);
    store.operations.update = () => {
      throw new ConpaasError('STORAGE_FULL', { place: 'the database' });
    };
    context.step('Make the instance');
    work.succeed();
    expect((await operations.wait(id)).state).toBe('succeeded');
    expect(operations.get(id)?.state).toBe('succeeded');
    expect(operations.running(1)).toEqual([]);
    expect(store.operations.get(id)?.state).toBe('running');

    clock.advance(5000);
    expect(store.operations.get(id)?.state).toBe('running');
    store.operations.update = write;
    clock.advance(5000);
    expect(store.operations.get(id)?.state).toBe('succeeded');
    expect(clock.pending).toBe(0);
  });
});
