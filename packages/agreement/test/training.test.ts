import { instantOf } from '@solway/kernel';
import { describe, expect, test } from 'vitest';
import { trainingState } from '../src/index.ts';
import { levelTwo } from './demonstration.ts';

const at = (text: string) => instantOf(Date.parse(text));
const NOON = at('2026-06-15T12:00:00Z');

describe('training', () => {
  test.each([
    ['done today', '2026-06-15', 'current'],
    ['done a year ago', '2025-06-15', 'current'],
    ['done a year and a day ago', '2025-06-14', 'grace'],
    ['done a year and four weeks ago', '2025-05-18', 'grace'],
    ['done a day before that', '2025-05-17', 'lapsed'],
    ['never done', undefined, 'none'],
    ['said to be done tomorrow', '2026-06-16', 'none'],
    ['done on a day that is not real', '2026-02-31', 'none'],
  ] as const)('%s', (_what, completedOn, state) => {
    expect(trainingState(levelTwo, completedOn, NOON)).toBe(state);
  });
  test('is reckoned by the day in Scotland', () => {
    expect(trainingState(levelTwo, '2026-06-16', at('2026-06-15T23:00:00Z'))).toBe('current');
    expect(trainingState(levelTwo, '2026-06-16', at('2026-06-15T22:59:00Z'))).toBe('none');
  });
  test('at no real moment counts as never done', () => {
    expect(trainingState(levelTwo, '2026-06-15', 'soon' as never)).toBe('none');
  });
});
