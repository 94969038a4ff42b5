import { beforeEach, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../../director/contract/errors.ts';
import type { ShellMessage } from '../../../director/contract/shell.ts';
import { type Child, DirectorProcess, type Ready } from '../../../electron/director-process.ts';
import { RestartPolicy } from '../../../electron/restart-policy.ts';

/** A child whose life the test decides on. */
class FakeChild implements Child {
  readonly sent: ShellMessage[] = [];
  readonly signals: string[] = [];
  say: (message: unknown) => void = () => undefined;
  #exit: Parameters<Child['onExit']>[0] = () => undefined;
  send = (message: ShellMessage) => void this.sent.push(message);
  kill = (signal: string) => void this.signals.push(signal);
  onMessage(listener: (message: unknown) => void) {
    this.say = listener;
  }
  onExit(listener: Parameters<Child['onExit']>[0]) {
    this.#exit = listener;
  }
  exit(code: number | null, signal: string | null = null, lastWords = '') {
    this.#exit({ code, signal, lastWords });
  }
}

const ready: Ready = {
  type: 'ready',
  uiUrl: 'http://127.0.0.1:5556',
  apiUrl: 'https://127.0.0.1:5555',
  launchUrl: 'http://127.0.0.1:5556/#launch=abc',
  version: '1',
};

let children: FakeChild[];
let timers: { callback: () => void; milliseconds: number; cancelled: boolean }[];
let told: { ready: Ready[]; restarts: ErrorBody[]; givenUp: ErrorBody[] };
let now: number;
let director: DirectorProcess;

beforeEach(() => {
  [children, timers, now] = [[], [], 0];
  told = { ready: [], restarts: [], givenUp: [] };
  director = new DirectorProcess({
    spawn: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    restarts: new RestartPolicy(() => now),
    later: (callback, milliseconds) => {
      const timer = { callback, milliseconds, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
    onReady: (message) => told.ready.push(message),
    onRestart: (failure) => told.restarts.push(failure),
    onGivenUp: (failure) => told.givenUp.push(failure),
  });
});

function child(): FakeChild {
  const last = children.at(-1);
  if (!last) throw new Error('no child was started');
  return last;
}

/** Lets the wait before the restart pass. @returns how long it was */
function passWait(): number {
  const timer = timers.at(-1);
  if (!timer || timer.cancelled) throw new Error('nothing is waited for');
  now += timer.milliseconds;
  timer.callback();
  return timer.milliseconds;
}

describe('the supervised Director', () => {
  it('tells when it listens', () => {
    director.start();
    child().say(ready);
    expect(told.ready).toEqual([ready]);
  });

  it('is started once, however often that is asked', () => {
    director.start();
    director.start();
    expect(children).toHaveLength(1);
  });

  it('ignores messages that it does not know', () => {
    director.start();
    child().say({ type: 'ready' });
    child().say('nonsense');
    expect(told.ready).toEqual([]);
  });

  it('is started again with growing waits, five times, and then given up with the reason', () => {
    director.start();
    const waits = [];
    for (let crash = 0; crash < 5; crash++) {
      child().exit(null, 'SIGSEGV');
      waits.push(passWait());
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
    child().exit(1, null, 'Error: out of luck');
    expect(children).toHaveLength(6);
    expect(told.restarts).toHaveLength(5);
    expect(told.givenUp).toMatchObject([{ code: 'INTERNAL', detail: 'Error: out of luck' }]);
  });

  it('may crash again once ten minutes have passed', () => {
    director.start();
    for (let crash = 0; crash < 5; crash++) {
      child().exit(1);
      passWait();
    }
    now += 10 * 60_000;
    child().exit(1);
    expect(passWait()).toBe(500);
    expect(told.givenUp).toEqual([]);
  });

  it('is not started again when it says why it cannot run', () => {
    const error = { code: 'DIRECTOR_RUNNING', message: 'Another Director', hint: 'Use that one' } as const;
    director.start();
    child().say({ type: 'failed', error });
    child().exit(1);
    expect(told.givenUp).toEqual([error]);
    expect(timers).toEqual([]);
  });

  it('can be started by hand after it was given up', () => {
    director.start();
    child().say({ type: 'failed', error: { code: 'STORAGE_FULL', message: 'full' } });
    child().exit(1);
    director.start();
    expect(children).toHaveLength(2);
    child().say(ready);
    expect(told.ready).toHaveLength(1);
  });

  it('gives launch addresses to all who ask at the same time', async () => {
    director.start();
    const both = Promise.all([director.launchUrl(), director.launchUrl()]);
    expect(child().sent).toEqual([{ type: 'launch' }, { type: 'launch' }]);
    child().say({ type: 'launch', launchUrl: ready.launchUrl });
    expect(await both).toEqual([ready.launchUrl, ready.launchUrl]);
  });

  it('gives no launch address when it is not running, or ends meanwhile', async () => {
    await expect(director.launchUrl()).rejects.toMatchObject({ code: 'DIRECTOR_UNREACHABLE' });
    director.start();
    const asked = director.launchUrl();
    child().exit(1);
    await expect(asked).rejects.toMatchObject({ code: 'DIRECTOR_UNREACHABLE' });
  });

  it.each(['keep', 'stop'] as const)(
    'is asked to end, to %s applications, and not started again',
    async (applications) => {
      director.start();
      const stopped = director.stop(applications);
      expect(child().sent).toEqual([{ type: 'stop', applications }]);
      child().exit(0);
      await stopped;
      expect(children).toHaveLength(1);
      expect(timers.every(({ cancelled }) => cancelled)).toBe(true);
      expect(child().signals).toEqual([]);
    },
  );

  it('is ended by force when it does not end by itself', async () => {
    director.start();
    const stopped = director.stop('keep');
    const [term, kill] = timers;
    term?.callback();
    kill?.callback();
    expect(child().signals).toEqual(['SIGTERM', 'SIGKILL']);
    expect(kill?.milliseconds).toBeGreaterThan(term?.milliseconds ?? 0);
    child().exit(null, 'SIGKILL');
    await stopped;
  });

  it('is not started again by a wait that was under way when it was stopped', async () => {
    director.start();
    child().exit(1);
    await director.stop('keep');
    expect(timers.at(-1)?.cancelled).toBe(true);
  });
});
