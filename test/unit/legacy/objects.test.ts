import { describe, expect, it } from 'vitest';
import { localTime, utcTime } from '../../../director/legacy/times.ts';
import { integerOf, valuesOf } from '../../../director/legacy/values.ts';

describe('a time', () => {
  it("is written as Python's isoformat does", () => {
    expect(utcTime('2026-01-31T12:00:00.000Z')).toBe('2026-01-31T12:00:00');
    expect(utcTime('2026-01-31T12:00:00.070Z')).toBe('2026-01-31T12:00:00.070000');
  });

  it('of this computer is the same moment', () => {
    const iso = '2026-07-01T12:34:56.700Z';
    expect(new Date(localTime(iso)).toISOString()).toBe(iso);
  });
});

describe('parameters', () => {
  it('are the first of a name, of the address before the body', () => {
    const form = { fields: { name: 'body', only: ['one', 'two'] }, files: new Map() };
    const values = valuesOf({ name: ['address', 'again'] }, form);
    expect([values.get('name'), values.get('only'), values.get('absent')]).toEqual(['address', 'one', undefined]);
    expect(values.get('toString')).toBeUndefined();
  });

  it.each([
    ['7', 7],
    [' -3 ', -3],
    ['+1', 1],
    ['007', 7],
    ['', undefined],
    ['1.0', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['١', undefined],
    [undefined, undefined],
  ])('%j is the number %j', (text, number) => {
    expect(integerOf(text)).toBe(number);
  });
});
