import { expect, it } from 'vitest';
import { command } from '../../../../renderer/actions/command-line.ts';

it.each([
  ['plain words', ['application', 'start', 3], 'cps-tools application start 3'],
  ['a name with spaces', ['application', 'create', 'Guest book'], "cps-tools application create 'Guest book'"],
  ['a quote', ['application', 'create', "Ada's"], "cps-tools application create 'Ada'\\''s'"],
  ['what a shell would run', ['application', 'create', '$(reboot)'], "cps-tools application create '$(reboot)'"],
  ['letters of any language', ['application', 'create', '書店'], "cps-tools application create '書店'"],
  ['a place to fill in', ['service', 'rename', 1, 1, '<new name>'], 'cps-tools service rename 1 1 <new name>'],
])('can be pasted into a shell: %s', (_, words, expected) => {
  expect(command(...words)).toBe(expected);
});
