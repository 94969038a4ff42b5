import { describe, expect, it } from 'vitest';
import { splitArguments } from '../../../../director/services/generic/split-arguments.ts';

describe('the parameters of a script', () => {
  it.each<[given: string, words: string[]]>([
    ['', []],
    ['  ', []],
    ['one two', ['one', 'two']],
    [' one\ttwo\nthree ', ['one', 'two', 'three']],
    ['"one two" three', ['one two', 'three']],
    [`'one "two"' "it's"`, ['one "two"', "it's"]],
    ['a"b c"d', ['ab cd']],
    [`"" ''`, ['', '']],
    ['a\\ b \\"c\\"', ['a b', '"c"']],
    [String.raw`"a\"b\\c\n"`, [String.raw`a"b\c\n`]],
    [String.raw`'a\'`, ['a\\']],
    [
      '$HOME `id` $(id) *; rm -rf / | cat > x & !',
      ['$HOME', '`id`', '$(id)', '*;', 'rm', '-rf', '/', '|', 'cat', '>', 'x', '&', '!'],
    ],
    ['größe 日本', ['größe', '日本']],
  ])('%j are %j', (given, words) => expect(splitArguments(given)).toEqual(words));

  it.each(['"open', "it's", 'end\\', 'a\0b', 'x'.repeat(100_001)])('%.20j is refused', (given) =>
    expect(() => splitArguments(given)).toThrow('parameters:'),
  );
});
