import { expect, it } from 'vitest';
import { partsOfKey } from '../../../../renderer/pages/service/key-parts.ts';
import { answerText } from '../../../../renderer/pages/service/method-answer.ts';
import { lookOfScript, scriptStatusOf } from '../../../../renderer/pages/service/script-status.ts';

it.each([
  ['NEVER STARTED', 'calm'],
  ['RUNNING', 'busy'],
  ['STOPPED (return code 0)', 'good'],
  ['STOPPED (return code 137)', 'bad'],
])('shows a script that is %s in the words of the protocol', (state, tone) => {
  expect(lookOfScript(state)).toMatchObject({ label: state, tone });
});

it('knows a script that a node does not have', () => {
  expect(lookOfScript(undefined).label).toBe('–');
});

it('reads the scripts of all agents, and whether one runs', () => {
  const stopped = { 'init.sh': 'STOPPED (return code 0)', 'run.sh': 'NEVER STARTED' };
  const status = scriptStatusOf({ agents: { a: stopped, b: { ...stopped, 'run.sh': 'RUNNING' } } });
  expect(status).toMatchObject({ scripts: ['init.sh', 'run.sh'], running: true });
  expect(scriptStatusOf({ agents: { a: stopped } })?.running).toBe(false);
  expect(scriptStatusOf({ agents: {} })).toEqual({ scripts: [], agents: [], running: false });
  expect(scriptStatusOf({ error: 'no' })).toBeNull();
});

it('shows the only text of an answer as it is, and anything else as JSON', () => {
  expect(answerText({ helloworld: 'Hello\n' })).toBe('Hello\n');
  expect(answerText('Hello')).toBe('Hello');
  expect(JSON.parse(answerText({ state: 'RUNNING', nodes: 2 }))).toEqual({ state: 'RUNNING', nodes: 2 });
  expect(answerText(undefined)).toBe('');
});

it.each([
  ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0K1o6xJ5wX ada@lovelace', 'ssh-ed25519', 'K1o6xJ5wX', 'ada@lovelace'],
  ['ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDf', 'ssh-rsa', 'AAABgQDf', ''],
  [
    'no-pty,command="x y" ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTI= me at home',
    'ecdsa-sha2-nistp256',
    'NoYTI=',
    'me at home',
  ],
])('tells keys apart by kind, end and name: %s', (line, kind, end, comment) => {
  const parts = partsOfKey(line);
  expect(parts).toMatchObject({ kind, comment });
  expect(parts.end.endsWith(end)).toBe(true);
});
