import { daysFromEpoch } from '../cleaning/real-date.ts';
import type { CleanValue } from '../cleaning/step.ts';
import { LinkageError } from '../errors.ts';
import { damerauLevenshtein, hamming, levenshtein } from '../similarity/edit-distance.ts';
import { bytesOf } from '../similarity/bytes.ts';
import { jaccard } from '../similarity/jaccard.ts';
import { jaroWinkler } from '../similarity/jaro-winkler.ts';
import { pairOf, type Predicate } from './predicate-schema.ts';

/** A record after cleaning, its derived columns included. */
export type CleanRecord = ReadonlyMap<string, CleanValue>;
/** True, false or unknown, as in SQL. */
export type Truth = boolean | null;

const EARTH_KM = 6371.0088;

/**
 * What a predicate says of two cleaned records: the same answer as its SQL.
 * @throws LinkageError CUSTOM_SQL_NOT_SCORABLE for a predicate that is SQL.
 */
export function holds(predicate: Predicate, left: CleanRecord, right: CleanRecord): Truth {
  if ('and' in predicate) return both(predicate.and.map((one) => holds(one, left, right)));
  if ('or' in predicate) return either(predicate.or.map((one) => holds(one, left, right)));
  if ('not' in predicate) return opposite(holds(predicate.not, left, right));
  if ('sql' in predicate) {
    throw new LinkageError(
      'CUSTOM_SQL_NOT_SCORABLE',
      `A level is custom SQL, which only a database can run: ${predicate.sql}`,
      { place: predicate.sql },
    );
  }
  if ('missing' in predicate) {
    const [l, r] = sides(predicate.missing, left, right);
    return l === null || r === null;
  }
  if ('equal' in predicate) return onValues(predicate.equal, left, right, same);
  if ('jaroWinkler' in predicate) {
    return onTexts(predicate.jaroWinkler, left, right, (l, r) => jaroWinkler(l, r) >= predicate.atLeast);
  }
  if ('levenshtein' in predicate) {
    return onTexts(predicate.levenshtein, left, right, (l, r) => levenshtein(l, r) <= predicate.atMost);
  }
  if ('damerauLevenshtein' in predicate) {
    return onTexts(
      predicate.damerauLevenshtein,
      left,
      right,
      (l, r) => damerauLevenshtein(l, r) <= predicate.atMost,
    );
  }
  if ('jaccard' in predicate) {
    return onTexts(predicate.jaccard, left, right, (l, r) => {
      const similarity = jaccard(l, r);
      return similarity === null ? null : similarity >= predicate.atLeast;
    });
  }
  if ('startsWith' in predicate) {
    const opens = (one: string, other: string): boolean =>
      one.startsWith(other) && bytesOf(other).length >= predicate.minLength;
    return onTexts(predicate.startsWith, left, right, (l, r) => opens(l, r) || opens(r, l));
  }
  if ('dates' in predicate) {
    return onTexts(predicate.dates, left, right, (l, r) => datesAgree(l, r, predicate.pattern));
  }
  if ('daysApart' in predicate) {
    return onTexts(predicate.daysApart, left, right, (l, r) => {
      const [from, to] = [daysFromEpoch(l), daysFromEpoch(r)];
      return from === null || to === null ? null : Math.abs(to - from) <= predicate.atMost;
    });
  }
  if ('difference' in predicate) {
    return onNumbers(predicate.difference, left, right, (l, r) => Math.abs(l - r) <= predicate.atMost);
  }
  if ('relativeDifference' in predicate) {
    return onNumbers(
      predicate.relativeDifference,
      left,
      right,
      (l, r) => Math.abs(l - r) <= predicate.atMost * Math.max(Math.abs(l), Math.abs(r)),
    );
  }
  if ('kilometres' in predicate) {
    const [latitude, longitude] = predicate.kilometres;
    return onNumbers(latitude, left, right, (latL, latR) =>
      onNumbers(
        longitude,
        left,
        right,
        (lonL, lonR) => kilometres(latL, lonL, latR, lonR) <= predicate.atMost,
      ),
    );
  }
  if ('shareElements' in predicate) {
    return onLists(predicate.shareElements, left, right, (l, r) => {
      const other = new Set(r);
      return [...new Set(l)].filter((one) => other.has(one)).length >= predicate.atLeast;
    });
  }
  return onLists(predicate.elementJaroWinkler, left, right, (l, r) =>
    l.length === 0 || r.length === 0
      ? null
      : l.some((one) => r.some((two) => jaroWinkler(one, two) >= predicate.atLeast)),
  );
}

function both(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function either(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}

function opposite(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

type Sides = string | readonly [string, string];

function sides(of: Sides, left: CleanRecord, right: CleanRecord): readonly [CleanValue, CleanValue] {
  const [l, r] = pairOf(of);
  return [left.get(l) ?? null, right.get(r) ?? null];
}

function onValues(
  of: Sides,
  left: CleanRecord,
  right: CleanRecord,
  test: (l: NonNullable<CleanValue>, r: NonNullable<CleanValue>) => Truth,
): Truth {
  const [l, r] = sides(of, left, right);
  return l === null || r === null ? null : test(l, r);
}

function onTexts(
  of: Sides,
  left: CleanRecord,
  right: CleanRecord,
  test: (l: string, r: string) => Truth,
): Truth {
  return onValues(of, left, right, (l, r) =>
    typeof l === 'string' && typeof r === 'string' ? test(l, r) : null,
  );
}

function onNumbers(
  of: Sides,
  left: CleanRecord,
  right: CleanRecord,
  test: (l: number, r: number) => Truth,
): Truth {
  return onValues(of, left, right, (l, r) =>
    typeof l === 'number' && typeof r === 'number' ? test(l, r) : null,
  );
}

function onLists(
  of: Sides,
  left: CleanRecord,
  right: CleanRecord,
  test: (l: readonly string[], r: readonly string[]) => Truth,
): Truth {
  return onValues(of, left, right, (l, r) =>
    typeof l === 'object' && typeof r === 'object' ? test(l, r) : null,
  );
}

function same(l: NonNullable<CleanValue>, r: NonNullable<CleanValue>): boolean {
  if (typeof l === 'object' && typeof r === 'object') {
    return l.length === r.length && l.every((one, i) => one === r[i]);
  }
  return l === r;
}

function datesAgree(l: string, r: string, pattern: string): Truth {
  const [yearL, monthL, dayL] = [l.slice(0, 4), l.slice(5, 7), l.slice(8, 10)];
  const [yearR, monthR, dayR] = [r.slice(0, 4), r.slice(5, 7), r.slice(8, 10)];
  switch (pattern) {
    case 'typo': {
      const far = hamming(l, r);
      return far === null ? null : far === 1 || (far === 2 && damerauLevenshtein(l, r) === 1);
    }
    case 'dayMonthSwapped':
      return yearL === yearR && monthL === dayR && dayL === monthR;
    case 'yearSlip':
      return l.slice(5) === r.slice(5) && [1, 2, 10].includes(Math.abs(Number(yearL) - Number(yearR)));
    case 'missingPart':
      return (
        yearL === yearR &&
        (dayL === '00' || dayR === '00') &&
        (monthL === monthR || monthL === '00' || monthR === '00')
      );
    case 'firstOfJanuary':
      return yearL === yearR && (l.slice(5) === '01-01' || r.slice(5) === '01-01');
    case 'twoPartsAgree':
      return [yearL === yearR, monthL === monthR, dayL === dayR].filter(Boolean).length >= 2;
    default:
      return yearL === yearR;
  }
}

function kilometres(latL: number, lonL: number, latR: number, lonR: number): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const part =
    Math.sin(radians(latR - latL) / 2) ** 2 +
    Math.cos(radians(latL)) * Math.cos(radians(latR)) * Math.sin(radians(lonR - lonL) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, part)));
}
