import { describe, expect, test } from 'vitest';
import type { Upstream } from '../../../../director/services/web/agent/settings.ts';
import { adminWord } from '../../../../director/services/web/agent/system/haproxy-admin.ts';
import { codeEntry, haproxyWeight } from '../../../../director/services/web/agent/system/haproxy-configuration.ts';

const upstreams = (...weights: number[]): Upstream[] =>
  weights.map((weight, index) => ({ id: `n${index}`, ip: '127.0.0.1', port: 1, weight }));

describe('weights', () => {
  test('within the range of haproxy they stay as they are', () => {
    expect(haproxyWeight(100, upstreams(100, 256))).toBe(100);
  });
  test('larger ones keep their proportion, and none but 0 becomes 0', () => {
    const all = upstreams(1000, 500, 1, 0);
    expect(all.map(({ weight }) => haproxyWeight(weight, all))).toEqual([256, 128, 1, 0]);
  });
});

test('a word for the admin socket keeps what would end it', () => {
  expect(adminWord('php:code-1/My App; quit')).toBe('php:code-1/My\\ App\\;\\ quit');
});

test('an entry of the code map tells in one value what "/" is and what is served', () => {
  expect(codeEntry('code-1/app', true)).toBe('php:code-1/app');
  expect(codeEntry('code-1', false)).toBe('web:code-1');
});
