import { setTimeout as wait } from 'node:timers/promises';
import { ask, Fixture, specOf } from './fixture.ts';

// Makes an instance that starts more processes than it may, and prints what the system told it.
const fixture = new Fixture();
try {
  const cloud = fixture.cloud({ limits: { memoryBytes: 512 * 2 ** 20, processes: 60 } });
  const instance = await cloud.create(specOf(1), AbortSignal.timeout(20_000));
  const isUp = () =>
    ask(instance, 'environment').then(
      () => true,
      () => false,
    );
  for (let tries = 0; !(await isUp()) && tries < 200; tries += 1) await wait(50);
  console.log(await ask(instance, 'processes', { count: 100 }));
} finally {
  await fixture.dispose();
}
