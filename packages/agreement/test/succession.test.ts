import { expect, test } from 'vitest';
import { overlappingVersions } from '../src/index.ts';
import { changed } from './demonstration.ts';

const version = (name: string, start: string, end: string) =>
  changed((agreement) => {
    agreement.version = name;
    Object.assign(agreement.implementation, { start, end });
  });
const first = version('1.0', '2026-01-05', '2026-06-30');

test('versions that follow each other do not overlap', () => {
  expect(overlappingVersions([first, version('2.0', '2026-07-01', '2027-01-01')])).toEqual([]);
});
test('versions in force on one day overlap on that day, in whichever order they are given', () => {
  const second = version('2.0', '2026-06-30', '2027-01-01');
  const overlap = { id: first.id, from: '2026-06-30', until: '2026-06-30' };
  expect(overlappingVersions([first, second])).toEqual([{ ...overlap, versions: ['1.0', '2.0'] }]);
  expect(overlappingVersions([second, first])).toEqual([{ ...overlap, versions: ['2.0', '1.0'] }]);
});
test('a version inside another overlaps for the whole of its own time', () => {
  const inside = version('1.1', '2026-02-01', '2026-03-01');
  expect(overlappingVersions([first, inside])).toMatchObject([{ from: '2026-02-01', until: '2026-03-01' }]);
});
test('another agreement is no concern of this one', () => {
  const other = changed((agreement) => void (agreement.id = 'another'), first);
  expect(overlappingVersions([first, other])).toEqual([]);
});
