import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { Transition } from '../../../director/contract/service.ts';
import type { State } from '../../../director/contract/state.ts';
import { everyState, ServiceStateMachine, type Work } from '../../../director/manager/state-machine.ts';

const steps: string[] = [];
const failures: string[] = [];

function machineIn(state: State, history: Transition[] = []): ServiceStateMachine {
  return new ServiceStateMachine(
    { state, reason: null, history },
    { changed() {}, step: (name) => void steps.push(name), failed: (text) => void failures.push(text) },
  );
}

const running = { state: 'RUNNING', reason: null, text: 'done' } as const;
const never = () => new Promise<never>(() => {});

function work(parts: Partial<Work> = {}): Work {
  return {
    to: 'ADAPTING',
    from: ['RUNNING'],
    text: 'Adapting',
    limit: 1000,
    run: async () => running,
    undo: async (failure) => ({ state: 'RUNNING', reason: failure.toBody(), text: failure.message }),
    ...parts,
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the states of a service', () => {
  const table: Record<State, string> = {
    INIT: 'PROLOGUE EPILOGUE',
    PROLOGUE: 'RUNNING STOPPED ERROR EPILOGUE',
    RUNNING: 'ADAPTING EPILOGUE ERROR',
    ADAPTING: 'RUNNING ERROR EPILOGUE',
    EPILOGUE: 'STOPPED ERROR',
    STOPPED: 'PROLOGUE EPILOGUE',
    ERROR: 'EPILOGUE ADAPTING RUNNING',
  };
  for (const from of everyState)
    for (const to of everyState) {
      const possible = table[from].split(' ').includes(to);
      it(`${possible ? 'can' : 'cannot'} go from ${from} to ${to}`, () => {
        const machine = machineIn(from);
        const move = () => machine.move(to, null, 'because');
        if (!possible) expect(move).toThrow(ConpaasError);
        else {
          move();
          expect(machine.state).toBe(to);
          expect(machine.history).toMatchObject([{ state: to, reason: 'because' }]);
        }
      });
    }

  it('are told with the text of ConPaaS when they are wrong', () => {
    expect(() => machineIn('ADAPTING').expect(['INIT', 'STOPPED'])).toThrow(
      "Wrong service state: was expecting one of ['INIT', 'STOPPED'] but current state is 'ADAPTING'",
    );
  });

  it('keep the last thousand lines of history', () => {
    const line = { time: new Date(0).toISOString(), state: 'ERROR', reason: 'old' } as const;
    const machine = machineIn('RUNNING', Array(1000).fill(line));
    machine.move('EPILOGUE', null, 'newest');
    expect(machine.history).toHaveLength(1000);
    expect(machine.history.at(-1)).toMatchObject({ reason: 'newest' });
  });
});

describe('a transition', () => {
  it('is in its transient state at once and ends where its work says', async () => {
    const machine = machineIn('RUNNING');
    const end = machine.begin(work());
    expect(machine.state).toBe('ADAPTING');
    expect(await end).toEqual(running);
    expect(machine.state).toBe('RUNNING');
  });

  it('is undone when its work fails, and keeps the reason', async () => {
    const machine = machineIn('RUNNING');
    const failure = new ConpaasError('PROXY_RULE');
    await machine.begin(work({ run: () => Promise.reject(failure) }));
    expect(machine.state).toBe('RUNNING');
    expect(machine.reason).toMatchObject({ code: 'PROXY_RULE' });
  });

  it('forgets the reason of an earlier failure when the next one begins', async () => {
    const machine = machineIn('RUNNING');
    await machine.begin(work({ run: () => Promise.reject(new ConpaasError('PROXY_RULE')) }));
    await machine.begin(work());
    expect(machine.reason).toBeNull();
  });

  it('ends in ERROR with both reasons when undoing fails too', async () => {
    const machine = machineIn('RUNNING');
    await machine.begin(
      work({
        run: () => Promise.reject(new ConpaasError('PROXY_RULE')),
        undo: () => Promise.reject(new ConpaasError('NODES_NOT_POSITIVE')),
      }),
    );
    expect(machine.state).toBe('ERROR');
    expect(machine.reason).toMatchObject({ code: 'PROXY_RULE' });
    expect(machine.reason?.detail).toContain('Need a positive value');
  });

  it('that hangs and listens to nobody is ended by its time limit', async () => {
    const machine = machineIn('RUNNING');
    const end = machine.begin(
      work({
        run: (task) => {
          task.step('Hang', 10);
          return never();
        },
      }),
    );
    await vi.advanceTimersByTimeAsync(1000 + 5000);
    await end;
    expect(machine.state).toBe('RUNNING');
    expect(machine.reason).toMatchObject({ code: 'OPERATION_TIMED_OUT' });
    expect(machine.reason?.message).toContain('"Hang"');
  });

  it('whose undo hangs ends in ERROR', async () => {
    const machine = machineIn('RUNNING');
    const end = machine.begin(work({ run: () => Promise.reject(new ConpaasError('PROXY_RULE')), undo: never }));
    await vi.advanceTimersByTimeAsync(90_000 + 5000);
    await end;
    expect(machine.state).toBe('ERROR');
  });

  it('can be cancelled, which undoes it', async () => {
    const machine = machineIn('RUNNING');
    const end = machine.begin(
      work({ run: (task) => new Promise((_, reject) => task.signal.addEventListener('abort', reject)) }),
    );
    await Promise.resolve();
    machine.cancel();
    await end;
    expect(machine.reason).toMatchObject({ code: 'OPERATION_CANCELLED' });
  });

  it('can no longer be cancelled once it is committed, nor when there is none', async () => {
    const machine = machineIn('RUNNING');
    expect(() => machine.cancel()).toThrow('can no longer be cancelled');
    const gate = Promise.withResolvers<void>();
    const end = machine.begin(
      work({
        run: async (task) => {
          task.commit();
          await gate.promise;
          return running;
        },
      }),
    );
    await vi.advanceTimersByTimeAsync(0);
    expect(() => machine.cancel()).toThrow('can no longer be cancelled');
    gate.resolve();
    expect((await end).reason).toBeNull();
  });

  it('is ended, but not undone, by a stop', async () => {
    const machine = machineIn('STOPPED');
    const undo = vi.fn(work().undo);
    const start = machine.begin(
      work({
        to: 'PROLOGUE',
        from: ['STOPPED'],
        run: (task) =>
          new Promise((_, reject) => task.signal.addEventListener('abort', () => reject(task.signal.reason))),
        undo,
      }),
    );
    await Promise.resolve();
    const stop = machine.begin(
      work({
        to: 'EPILOGUE',
        from: everyState,
        run: async () => ({ state: 'STOPPED', reason: null, text: 'stopped' }),
      }),
    );
    expect(machine.state).toBe('EPILOGUE');
    await Promise.all([start, stop]);
    expect(machine.state).toBe('STOPPED');
    expect(machine.history.map(({ state }) => state)).toEqual(['PROLOGUE', 'EPILOGUE', 'STOPPED']);
    expect(undo).not.toHaveBeenCalled();
  });

  it('waits for a repair that is under way, and ends it', async () => {
    const machine = machineIn('RUNNING');
    const order: string[] = [];
    const repair = machine.aside('Repair', 1000, async (task) => {
      await new Promise((resolve) => task.signal.addEventListener('abort', resolve));
      order.push('repair');
    });
    await vi.advanceTimersByTimeAsync(0);
    const end = machine.begin(
      work({
        run: async () => {
          order.push('change');
          return running;
        },
      }),
    );
    await Promise.allSettled([repair, end]);
    expect(order).toEqual(['repair', 'change']);
  });
});
