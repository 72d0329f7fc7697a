import { daysFromEpoch } from '../cleaning/real-date.ts';
import type { CleanValue } from '../cleaning/step.ts';
import { LinkageError } from '../errors.ts';
import { byteText } from '../similarity/bytes.ts';
import { damerauLevenshteinWithin, levenshtein } from '../similarity/edit-distance.ts';
import { jaccard } from '../similarity/jaccard.ts';
import { jaroWinkler } from '../similarity/jaro-winkler.ts';
import { dateTest } from './date-value.ts';
import { pairOf, type Predicate } from './predicate-schema.ts';

/** A record after cleaning, its derived columns included, each value at its column's position. */
export type CleanRecord = readonly CleanValue[];
/** True, false or unknown, as in SQL. */
type Truth = boolean | null;
/** What a predicate says of two cleaned records. */
export type Test = (left: CleanRecord, right: CleanRecord) => Truth;
/** The position of a column's value in a cleaned record. */
export type PositionOf = (column: string) => number;

const EARTH_KM = 6371.0088;

/**
 * A predicate made ready to be asked of many pairs: it gives the same answer as its SQL.
 * @throws LinkageError CUSTOM_SQL_NOT_SCORABLE for a predicate that is SQL.
 */
export function testOf(predicate: Predicate, at: PositionOf): Test {
  if ('and' in predicate) return every(predicate.and.map((one) => testOf(one, at)));
  if ('or' in predicate) return some(predicate.or.map((one) => testOf(one, at)));
  if ('not' in predicate) {
    const test = testOf(predicate.not, at);
    return (left, right) => {
      const truth = test(left, right);
      return truth === null ? null : !truth;
    };
  }
  if ('sql' in predicate) {
    throw new LinkageError(
      'CUSTOM_SQL_NOT_SCORABLE',
      `A level is custom SQL, which only a database can run: ${predicate.sql}`,
      { place: predicate.sql },
    );
  }
  if ('missing' in predicate) {
    const [l, r] = positions(predicate.missing, at);
    return (left, right) => left[l] === null || right[r] === null;
  }
  if ('equal' in predicate) return onValues(predicate.equal, at, same);
  if ('jaroWinkler' in predicate) {
    const { atLeast } = predicate;
    return onTexts(predicate.jaroWinkler, at, (l, r) => jaroWinkler(l, r) >= atLeast);
  }
  if ('levenshtein' in predicate) {
    const { atMost } = predicate;
    return onTexts(predicate.levenshtein, at, (l, r) => levenshtein(l, r) <= atMost);
  }
  if ('damerauLevenshtein' in predicate) {
    const { atMost } = predicate;
    return onTexts(predicate.damerauLevenshtein, at, (l, r) => damerauLevenshteinWithin(l, r, atMost));
  }
  if ('jaccard' in predicate) {
    const { atLeast } = predicate;
    return onTexts(predicate.jaccard, at, (l, r) => {
      const similarity = jaccard(l, r);
      return similarity === null ? null : similarity >= atLeast;
    });
  }
  if ('startsWith' in predicate) {
    const { minLength } = predicate;
    const opens = (one: string, other: string): boolean =>
      one.startsWith(other) && byteText(other).length >= minLength;
    return onTexts(predicate.startsWith, at, (l, r) => opens(l, r) || opens(r, l));
  }
  if ('dates' in predicate) return onTexts(predicate.dates, at, dateTest(predicate.pattern));
  if ('shareElements' in predicate) {
    const { atLeast } = predicate;
    return onLists(predicate.shareElements, at, (l, r) => shareAtLeast(l, r, atLeast));
  }
  if ('elementJaroWinkler' in predicate) {
    const { atLeast } = predicate;
    return onLists(predicate.elementJaroWinkler, at, (l, r) =>
      l.length === 0 || r.length === 0
        ? null
        : l.some((one) => r.some((two) => jaroWinkler(one, two) >= atLeast)),
    );
  }
  return measured(predicate, at);
}

type Measured = Extract<
  Predicate,
  { daysApart: unknown } | { difference: unknown } | { relativeDifference: unknown } | { kilometres: unknown }
>;

function measured(predicate: Measured, at: PositionOf): Test {
  const { atMost } = predicate;
  if ('daysApart' in predicate) {
    return onTexts(predicate.daysApart, at, (l, r) => {
      const [from, to] = [daysFromEpoch(l), daysFromEpoch(r)];
      return from === null || to === null ? null : Math.abs(to - from) <= atMost;
    });
  }
  if ('difference' in predicate)
    return onNumbers(predicate.difference, at, (l, r) => Math.abs(l - r) <= atMost);
  if ('relativeDifference' in predicate) {
    return onNumbers(
      predicate.relativeDifference,
      at,
      (l, r) => Math.abs(l - r) <= atMost * Math.max(Math.abs(l), Math.abs(r)),
    );
  }
  const [latitude, longitude] = predicate.kilometres.map(at) as [number, number];
  return (left, right) => {
    const [latL, lonL, latR, lonR] = [left[latitude], left[longitude], right[latitude], right[longitude]];
    return typeof latL === 'number' &&
      typeof lonL === 'number' &&
      typeof latR === 'number' &&
      typeof lonR === 'number'
      ? kilometres(latL, lonL, latR, lonR) <= atMost
      : null;
  };
}

function every(tests: readonly Test[]): Test {
  return (left, right) => {
    let all: Truth = true;
    for (const test of tests) {
      const truth = test(left, right);
      if (truth === false) return false;
      all = truth === null ? null : all;
    }
    return all;
  };
}

function some(tests: readonly Test[]): Test {
  return (left, right) => {
    let any: Truth = false;
    for (const test of tests) {
      const truth = test(left, right);
      if (truth === true) return true;
      any = truth === null ? null : any;
    }
    return any;
  };
}

type Sides = string | readonly [string, string];
type Filled = NonNullable<CleanValue>;

function positions(of: Sides, at: PositionOf): readonly [number, number] {
  const [l, r] = pairOf(of);
  return [at(l), at(r)];
}

function onValues(of: Sides, at: PositionOf, test: (l: Filled, r: Filled) => Truth): Test {
  const [l, r] = positions(of, at);
  return (left, right) => {
    const [one, two] = [left[l] ?? null, right[r] ?? null];
    return one === null || two === null ? null : test(one, two);
  };
}

function onTexts(of: Sides, at: PositionOf, test: (l: string, r: string) => Truth): Test {
  return onValues(of, at, (l, r) => (typeof l === 'string' && typeof r === 'string' ? test(l, r) : null));
}

function onNumbers(of: Sides, at: PositionOf, test: (l: number, r: number) => Truth): Test {
  return onValues(of, at, (l, r) => (typeof l === 'number' && typeof r === 'number' ? test(l, r) : null));
}

function onLists(
  of: Sides,
  at: PositionOf,
  test: (l: readonly string[], r: readonly string[]) => Truth,
): Test {
  return onValues(of, at, (l, r) => (typeof l === 'object' && typeof r === 'object' ? test(l, r) : null));
}

function same(l: Filled, r: Filled): boolean {
  if (typeof l === 'object' && typeof r === 'object') {
    return l.length === r.length && l.every((one, i) => one === r[i]);
  }
  return l === r;
}

/** Lists are short, and looking through them is quicker than making sets. */
function shareAtLeast(l: readonly string[], r: readonly string[], atLeast: number): boolean {
  let shared = 0;
  for (let i = 0; i < l.length && shared < atLeast; i += 1)
    if (r.includes(l[i]!) && l.indexOf(l[i]!) === i) shared += 1;
  return shared >= atLeast;
}

function kilometres(latL: number, lonL: number, latR: number, lonR: number): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const part =
    Math.sin(radians(latR - latL) / 2) ** 2 +
    Math.cos(radians(latL)) * Math.cos(radians(latR)) * Math.sin(radians(lonR - lonL) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, part)));
}
