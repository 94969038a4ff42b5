import { expect, it } from 'vitest';
import { canAdd, canRemove, countOf } from '../../../../renderer/actions/scaling.ts';

const nodes = (...roles: string[]) => roles.map((of) => ({ roles: of.split('+') }));
const packed = nodes('proxy+web+backend');

it('counts a packed node for each role it plays', () => {
  expect(['proxy', 'web', 'backend'].map((role) => countOf(packed, role))).toEqual([1, 1, 1]);
});

it.each([
  ['a packed node alone', packed, 'proxyRule'],
  ['a backend of its own, but no web node', nodes('proxy+web', 'backend'), 'proxyRule'],
  ['a web node and a backend of their own', nodes('proxy', 'web', 'backend'), true],
])('wants a web node and a backend of their own before a second proxy: %s', (_, given, expected) => {
  const answer = canAdd(given, 'proxy');
  expect(answer).toBe(expected === true ? true : 'More proxies need a web node and a backend node of their own first.');
});

it('takes more web nodes and backends at any time', () => {
  expect([canAdd(packed, 'web'), canAdd(packed, 'backend')]).toEqual([true, true]);
});

it.each([
  ['the shared node stays', packed, 'backend', false],
  ['the last proxy stays', nodes('proxy', 'web', 'backend'), 'proxy', false],
  ['one of two proxies may go', nodes('proxy', 'proxy', 'web', 'backend'), 'proxy', true],
  ['the last backend of its own may go where one proxy can take over', nodes('proxy+web', 'backend'), 'backend', true],
  ['with two proxies the last backend stays', nodes('proxy', 'proxy', 'web', 'backend'), 'backend', false],
  ['one of two backends may go', nodes('proxy', 'proxy', 'web', 'backend', 'backend'), 'backend', true],
])('knows what may be removed: %s', (_, given, role, expected) => {
  expect(canRemove(given, role) === true).toBe(expected);
});

it('leaves a service without proxies its last node', () => {
  expect(canRemove(nodes('count'), 'count')).toBe('The last one has to stay.');
  expect(canRemove(nodes('count', 'count'), 'count')).toBe(true);
  expect(canRemove(nodes('master', 'node'), 'node')).toBe(true);
  expect(canRemove(nodes('master'), 'node')).toBe('The last one has to stay.');
});
