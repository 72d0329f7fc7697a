import { damerauLevenshtein, jaroWinkler } from '@solway/linkage';
import type { ChiCandidate, Comparable, CouncilCandidate } from './candidate.ts';
import type { Model } from './model.ts';

export interface FieldScore {
  readonly field: 'prior' | 'surname' | 'forename' | 'birthDate' | 'sex' | 'postcode' | 'chiHeld' | 'twin';
  readonly level: string;
  /** log2 of the likelihood ratio. */
  readonly weight: number;
}

export interface Score {
  readonly matchWeight: number;
  /** Each field compared and what it adds: the waterfall. Fields missing on either side add nothing and are left out. */
  readonly fields: readonly FieldScore[];
}

/** How common names are on the register: a share between 0 and 1. */
export interface NameFrequency {
  surname(name: string): number;
  forename(name: string): number;
}

export function score(
  model: Model,
  frequency: NameFrequency,
  left: CouncilCandidate,
  right: ChiCandidate,
): Score {
  const fields: FieldScore[] = [{ field: 'prior', level: 'any two people', weight: model.priorWeight }];
  const push = (field: FieldScore | undefined): void => void (field && fields.push(field));
  const forename = forenameScore(model, frequency, left, right);
  push(surnameScore(model, frequency, left, right));
  push(forename);
  push(birthDateScore(model, left, right));
  push(sexScore(model, left, right));
  push(postcodeScore(model, left, right));
  push(chiHeldScore(model, left, right));
  if (forename?.level === 'different' && mayBeTwins(left, right)) {
    fields.push({ field: 'twin', level: 'suspected', weight: model.levels.twin.suspected });
  }
  return { matchWeight: fields.reduce((sum, field) => sum + field.weight, 0), fields };
}

function surnameScore(
  model: Model,
  frequency: NameFrequency,
  left: Comparable,
  right: Comparable,
): FieldScore | undefined {
  if (left.surnames.length === 0 || right.surnames.length === 0) return undefined;
  const levels = model.levels.surname;
  const shared = rarestWeight(
    model,
    left.surnames.filter((name) => right.surnames.includes(name)),
    (name) => frequency.surname(name),
  );
  if (shared !== undefined) return { field: 'surname', level: 'exact', weight: shared };
  if (left.surnames.some((a) => right.surnames.some((b) => jaroWinkler(a, b) >= model.similarName))) {
    return { field: 'surname', level: 'similar', weight: levels.similar };
  }
  if (left.surnames[0] === right.forenames[0] && left.forenames[0] === right.surnames[0]) {
    return { field: 'surname', level: 'swapped', weight: levels.swapped };
  }
  return { field: 'surname', level: 'different', weight: levels.different };
}

function forenameScore(
  model: Model,
  frequency: NameFrequency,
  left: Comparable,
  right: Comparable,
): FieldScore | undefined {
  if (left.forenames.length === 0 || right.forenames.length === 0) return undefined;
  const levels = model.levels.forename;
  const exact = rarestWeight(
    model,
    left.forenames.filter((name) => name.length > 1 && right.forenames.includes(name)),
    (name) => frequency.forename(name),
  );
  if (exact !== undefined) return { field: 'forename', level: 'exact', weight: exact };
  if (left.forenames.some((a) => right.forenames.some((b) => jaroWinkler(a, b) >= model.similarName))) {
    return { field: 'forename', level: 'similar', weight: levels.similar };
  }
  if (left.surnames[0] === right.forenames[0] && left.forenames[0] === right.surnames[0]) {
    return { field: 'forename', level: 'swapped', weight: levels.similar };
  }
  const [a = '', b = ''] = [left.forenames[0], right.forenames[0]];
  if ((a.length === 1 || b.length === 1) && a[0] === b[0]) {
    return { field: 'forename', level: 'initial', weight: levels.initial };
  }
  return { field: 'forename', level: 'different', weight: levels.different };
}

function birthDateScore(model: Model, left: Comparable, right: Comparable): FieldScore | undefined {
  const [a, b] = [left.birthDate, right.birthDate];
  if (a === null || b === null) return undefined;
  const level = birthDateLevel(a, b);
  return { field: 'birthDate', level, weight: model.levels.birthDate[level] };
}

function birthDateLevel(a: string, b: string): keyof Model['levels']['birthDate'] {
  if (a === b) return 'exact';
  const sameYear = a.slice(0, 4) === b.slice(0, 4);
  if (sameYear && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7)) return 'swapped';
  if (damerauLevenshtein(a, b) === 1) return 'one-digit';
  if (sameYear && (a.endsWith('-01-01') || b.endsWith('-01-01'))) return 'first-of-january';
  return sameYear && a.slice(5, 7) === b.slice(5, 7) ? 'same-year-month' : 'different';
}

function sexScore(model: Model, left: Comparable, right: Comparable): FieldScore | undefined {
  if (left.sex === null || right.sex === null) return undefined;
  const level = left.sex === right.sex ? 'same' : 'different';
  return { field: 'sex', level, weight: model.levels.sex[level] };
}

function postcodeScore(model: Model, left: Comparable, right: Comparable): FieldScore | undefined {
  if (left.postcodes.length === 0 || right.postcodes.length === 0) return undefined;
  const shares = (part: (postcode: string) => string): boolean =>
    left.postcodes.some((a) => right.postcodes.some((b) => part(a) === part(b)));
  const level = shares((one) => one)
    ? 'unit'
    : shares((one) => one.slice(0, -2))
      ? 'sector'
      : shares((one) => one.slice(0, -3))
        ? 'district'
        : 'different';
  return { field: 'postcode', level, weight: model.levels.postcode[level] };
}

function chiHeldScore(model: Model, left: CouncilCandidate, right: ChiCandidate): FieldScore | undefined {
  if (left.chiHeld === null) return undefined;
  const level = left.chiHeld === right.chi ? 'same' : 'different';
  return { field: 'chiHeld', level, weight: model.levels.chiHeld[level] };
}

/** One surname, one day of birth, one address, two forenames: twins, not a spelling. */
function mayBeTwins(left: Comparable, right: Comparable): boolean {
  return (
    left.birthDate !== null &&
    left.birthDate === right.birthDate &&
    left.surnames.some((name) => right.surnames.includes(name)) &&
    left.postcodes.some((postcode) => right.postcodes.includes(postcode))
  );
}

/** Of the names that two people share, what the rarest says; undefined where they share none. */
function rarestWeight(
  model: Model,
  shared: readonly string[],
  share: (name: string) => number,
): number | undefined {
  if (shared.length === 0) return undefined;
  return Math.max(...shared.map((name) => nameWeight(model, share(name))));
}

function nameWeight(model: Model, share: number): number {
  const { least, most } = model.nameWeight;
  return Math.min(most, Math.max(least, -Math.log2(Math.max(share, 2 ** -most))));
}
