import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../director/wire/method.ts';
import {
  boolean,
  dictionary,
  integer,
  list,
  nonEmptyList,
  nonNegativeInteger,
  notOneOf,
  oneOf,
  optional,
  parseParameters,
  positiveInteger,
  ReceivedFile,
  text,
  uploadedFile,
} from '../../../director/wire/parameters.ts';

function parse(kind: Kind<unknown>, value: unknown): unknown {
  return parseParameters({ p: kind }, { p: value }).p;
}

describe('parameters of a call', () => {
  test('are refused when a mandatory one is missing', () => {
    expect(() => parseParameters({ codeVersionId: text() }, {})).toThrow(
      "Missing the mandatory parameter 'codeVersionId'.",
    );
  });

  test('are refused when one is not known', () => {
    expect(() => parseParameters({ a: text() }, { a: 'x', b: 1 })).toThrow('Unexpected parameters: {"b":1}.');
  });

  test('do not take what every object inherits for a parameter', () => {
    expect(() => parseParameters({ toString: text() }, {})).toThrow("Missing the mandatory parameter 'toString'.");
    expect(() => parseParameters({}, JSON.parse('{"__proto__": 1}'))).toThrow('Unexpected parameters');
  });

  test('take the fallback of an optional one that is missing or null', () => {
    const kinds = { count: optional(integer(), 5), name: optional(text()) };
    expect(parseParameters(kinds, {})).toEqual({ count: 5, name: undefined });
    expect(parseParameters(kinds, { count: null, name: null })).toEqual({ count: 5, name: undefined });
  });

  test('check an optional one that is there', () => {
    expect(() => parse(optional(integer()), 'x')).toThrow('Parameter \'p\': "x" is not an integer.');
  });
});

describe('a kind', () => {
  const accepted: [string, Kind<unknown>, unknown, unknown][] = [
    ['text', text(), '', ''],
    ['integer', integer(), -3, -3],
    ['integer in an upload', integer(), '42', 42],
    ['positive integer', positiveInteger(), 1, 1],
    ['integer of zero or more', nonNegativeInteger(), 0, 0],
    ['boolean', boolean(), false, false],
    ['boolean in an upload', boolean(), 'true', true],
    ['list', list(), [1, 'a'], [1, 'a']],
    ['list of integers', list(integer()), [1, '2'], [1, 2]],
    ['non-empty list', nonEmptyList(text()), ['a'], ['a']],
    ['dictionary', dictionary(), { a: 1 }, { a: 1 }],
    ['one of a list', oneOf(['zip', 'tar']), 'tar', 'tar'],
    ['not one of a list', notOneOf(['count']), 'web', 'web'],
  ];
  test.each(accepted)('%s is taken', (_name, kind, value, expected) => {
    expect(parse(kind, value)).toEqual(expected);
  });

  const refused: [Kind<unknown>, unknown, string][] = [
    [text(), 1, "Parameter 'p': 1 is not a string."],
    [text(), null, "Parameter 'p': null is not a string."],
    [integer(), 1.5, "Parameter 'p': 1.5 is not an integer."],
    [integer(), 2 ** 53, "Parameter 'p': 9007199254740992 is not an integer."],
    [integer(), '', 'Parameter \'p\': "" is not an integer.'],
    [integer(), true, "Parameter 'p': true is not an integer."],
    [positiveInteger(), 0, "Parameter 'p': 0 is not a positive integer."],
    [nonNegativeInteger(), -1, "Parameter 'p': -1 is not an integer equal to or greater than zero."],
    [boolean(), 1, "Parameter 'p': 1 is not a boolean."],
    [list(), { 0: 1 }, 'Parameter \'p\': {"0":1} is not a list.'],
    [list(integer()), [1, 'a'], 'Parameter \'p[1]\': "a" is not an integer.'],
    [nonEmptyList(), [], "Parameter 'p': the list is empty."],
    [dictionary(), [], "Parameter 'p': [] is not a dictionary."],
    [dictionary(), null, "Parameter 'p': null is not a dictionary."],
    [oneOf(['zip', 'tar']), 'rar', 'Parameter \'p\': "rar" is not one of ["zip","tar"].'],
    [notOneOf(['count']), 'count', 'Parameter \'p\': "count" must not be one of ["count"].'],
    [uploadedFile(), { filename: 'a', path: '/etc/passwd', size: 1 }, 'is not an uploaded file.'],
  ];
  test.each(refused)('refuses a value of another kind (%#)', (kind, value, message) => {
    expect(() => parse(kind, value)).toThrow(message);
  });

  test('takes a file that was received', () => {
    const file = new ReceivedFile('a.zip', '/tmp/0', 3);
    expect(parse(uploadedFile(), file)).toBe(file);
  });
});
