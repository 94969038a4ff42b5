import { describe, expect, test } from 'vitest';
import { formatTable } from '../../../director/cli/table.ts';

describe('a table', () => {
  test('is the one of the reference, byte by byte', () => {
    const rows = [
      { aid: 1, name: 'New Application', manager: null, cloud: null, status: 'INIT' },
      { aid: 12, name: 'shop', manager: '192.168.56.10', cloud: 'default', status: 'RUNNING' },
    ];
    expect(formatTable(['aid', 'name', 'manager', 'cloud', 'status'], rows)).toBe(
      [
        'aid name            manager       cloud   status ',
        '-------------------------------------------------',
        '  1 New Application None          None    INIT   ',
        ' 12 shop            192.168.56.10 default RUNNING',
      ].join('\n'),
    );
  });

  test('aligns numbers to the right also where they are wider than the name of the column', () => {
    expect(formatTable(['n'], [{ n: 5 }, { n: 1234 }])).toBe('n   \n----\n   5\n1234');
  });

  test('counts two columns for Chinese, Japanese and Korean characters and emoji, one for an accent on a letter', () => {
    const rows = [
      { name: '商店', x: 'a' },
      { name: 'cafe\u0301', x: 'b' },
      { name: '🛒', x: 'c' },
    ];
    expect(formatTable(['name', 'x'], rows).split('\n')).toEqual([
      'name x',
      '------',
      '商店 a',
      'cafe\u0301 b',
      '🛒   c',
    ]);
  });

  test('keeps a row on its line and lets no text steer the terminal', () => {
    expect(formatTable(['a'], [{ a: 'x\ny\u001b[2J' }])).toBe('a      \n-------\nx y [2J');
  });
});
