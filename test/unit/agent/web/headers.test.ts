import { expect, test } from 'vitest';
import { endToEnd, fromHeader, toHeader } from '../../../../director/services/web/agent/embedded/headers.ts';

test('headers of one connection, of our own servers and Proxy are not sent on; repeated ones are', () => {
  const raw = [
    'Host',
    'a',
    'Connection',
    'close',
    'x-conpaas-secret',
    's',
    'Proxy',
    'p',
    'Set-Cookie',
    '1',
    'Set-Cookie',
    '2',
  ];
  expect(endToEnd(raw, false)).toEqual(['Host', 'a', 'Set-Cookie', '1', 'Set-Cookie', '2']);
  expect(endToEnd(raw, true)).toContain('x-conpaas-secret');
});

test('names beyond latin1 survive the way through a header', () => {
  expect(fromHeader(toHeader('code-1/Käse 漢'))).toBe('code-1/Käse 漢');
  expect([...toHeader('漢')].every((letter) => letter.charCodeAt(0) < 256)).toBe(true);
  expect(fromHeader(undefined)).toBeUndefined();
});
