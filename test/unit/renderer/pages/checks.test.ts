import { expect, it } from 'vitest';
import { lookOfCheck } from '../../../../renderer/components/look.ts';
import { lastChecksOf, worstFirst } from '../../../../renderer/pages/checks/last-checks.ts';
import { connected } from '../connected.ts';
import { makeCheck } from '../fake-types.ts';

const states = ['passed', 'warning', 'failed', 'not applicable'] as const;

it('tells the four outcomes apart by icon and words', () => {
  const looks = states.map(lookOfCheck);
  expect(new Set(looks.map(({ icon }) => icon)).size).toBe(4);
  expect(looks.map(({ label }) => label)).toEqual(['Passed', 'Warning', 'Failed', 'Does not apply']);
});

it('shows what needs attention first, else in the order of the Director', () => {
  const checks = [...states, 'passed' as const].map((state, index) => makeCheck(`${index}`, { state }));
  expect(worstFirst(checks).map(({ name }) => name)).toEqual(['2', '1', '0', '4', '3']);
});

it('keeps the result of the last checks that came to their end', async () => {
  const { model, director } = await connected();
  const operations = () => Object.values(model.operations.collection.store.getState().items);
  expect(lastChecksOf(operations())).toBeNull();
  const started = await model.client.startChecks();
  model.operations.put(started);
  expect(lastChecksOf(operations())).toBeNull();
  director.operations.finish(started.id);
  expect(lastChecksOf(operations())?.checks.map(({ title }) => title)).toEqual(['Address of the Director']);
  // One that is under way, or that was cancelled, changes nothing.
  const again = await model.client.startChecks();
  director.operations.cancel(again.id);
  expect(lastChecksOf(operations())?.checks).toHaveLength(1);
});
