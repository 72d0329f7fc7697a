import { describe, expect, test } from 'vitest';
import { isPlain, readWords, withoutUnprinted } from '../src/index.ts';

describe('text as it was written', () => {
  test.each(['a\u0000b', 'a\u202eb', 'a\u2066b', 'a\u0085b', 'a\ud800b'])('%j is not plain', (text) => {
    expect(isPlain(text)).toBe(false);
    expect(isPlain(text), 'asked again').toBe(false);
    expect(readWords(text, 1, 10)).toBeUndefined();
  });

  test('names of every writing are', () => {
    for (const name of ['Zoë', 'Łukasz', 'علي', '李']) expect(isPlain(name)).toBe(true);
  });

  test('loses what is not printed', () => {
    expect(withoutUnprinted('\u202eTaylor\u0007')).toBe('Taylor');
  });

  test('is read on one line, within its bounds', () => {
    expect(readWords('  two\r\n words ', 3, 9)).toBe('two words');
    expect(readWords('two words', 3, 8)).toBeUndefined();
    expect(readWords('  a ', 2, 8)).toBeUndefined();
    expect(readWords(undefined, 1, 8)).toBeUndefined();
  });
});
