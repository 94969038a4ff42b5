import { expect, test } from 'vitest';
import { restartWaitMs } from '../../../director/agent/servers/restart-wait.ts';

test('a server that died once is started again at once, then after growing waits of at most 30 s', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 20].map(restartWaitMs)).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});
