import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { localTime } from '../../../director/cli/local-time.ts';
import { aRunningApplication, aService, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

const estimate = {
  enabled: true,
  instances: 3,
  balance: 40,
  perHourNow: 1,
  perHourAfter: 3,
  runsOutAfter: '2026-03-05T00:00:00.000Z',
  enough: true,
};
let director: InMemoryDirector;
beforeEach(() => {
  vi.setSystemTime('2026-03-04T05:06:07Z');
  director = new InMemoryDirector();
  director.applications = [aRunningApplication()];
  director.services = [aService()];
  director.on('estimateCredit', () => estimate);
});
afterEach(() => vi.useRealTimers());

const asked = () => director.calls.find(({ name }) => name === 'estimateCredit')?.input.query;
const started = 'Service 1 of application 1 is starting...  done.\n';

describe('what a start costs', () => {
  test('is told to a person before it starts, and leaves the text of the start alone', async () => {
    expect(await run(director, 'service start shop 1', { person: true })).toEqual({
      status: 0,
      out: started,
      errors: 'It will cost 3 credits per hour; 40 credits are left.\n',
    });
    expect(director.calls.map(({ name }) => name)).toEqual([
      'listApplications',
      'listServices',
      'listServiceTypes',
      'estimateCredit',
      'startService',
    ]);
  });

  test.each([
    ['application start shop', '1'],
    ['service start shop 1', '1'],
    ['php add_nodes shop 1 --backend 2 --web 1', '3'],
  ])('is asked for the instances that %s makes', async (words, instances) => {
    await run(director, words);
    expect(asked()).toEqual({ instances });
  });

  test('is told to no script, nor where nothing is charged', async () => {
    expect((await run(director, 'service start shop 1')).errors).toBe('');
    director.on('estimateCredit', () => ({ ...estimate, enabled: false, runsOutAfter: '2026-03-04T06:00:00.000Z' }));
    expect((await run(director, 'service start shop 1', { person: true })).errors).toBe('');
  });

  test('is warned of, also in scripts, where the credit runs out within three hours', async () => {
    for (const [runsOutAfter, warns] of [
      ['2026-03-04T08:06:06.000Z', true],
      ['2026-03-04T08:06:07.000Z', false],
    ] as const) {
      director.on('estimateCredit', () => ({ ...estimate, runsOutAfter }));
      expect(await run(director, 'service start shop 1')).toEqual({
        status: 0,
        out: started,
        errors: warns ? `WARNING - The credit will run out at ${localTime(runsOutAfter)}.\n` : '',
      });
    }
  });

  test('keeps nothing from being started where it is not known', async () => {
    director.on('estimateCredit', () => {
      throw new Error('no');
    });
    expect(await run(director, 'service start shop 1', { person: true })).toEqual({
      status: 0,
      out: started,
      errors: '',
    });
  });
});
