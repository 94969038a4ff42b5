import { expect, it } from 'vitest';
import { changedValues, hasForm } from '../../../../renderer/pages/service/configuration-values.ts';
import { phpType } from '../fake-world.ts';

it.each([
  ['128M', true],
  ['128', true],
  ['128MB', false],
  ['', false],
  ['lots 128M', false],
])('checks the whole value against the pattern: "%s"', (value, expected) => {
  expect(hasForm({ pattern: '\\d+[KMG]?' }, value)).toBe(expected);
  expect(hasForm({ pattern: '^\\d+[KMG]?$' }, value)).toBe(expected);
});

it('sends only what differs from what is in force', () => {
  const values = { memory_limit: '64M' };
  const typed = { memory_limit: '64M', max_execution_time: '30', upload_max_filesize: '20M' };
  expect(changedValues(phpType.configuration, values, typed)).toEqual({ upload_max_filesize: '20M' });
});
