import type { Dialect, Sql } from '../dialect/dialect.ts';
import { pairOf, type Predicate } from './predicate-schema.ts';

/** A measure that is dear to compute: its SQL, and the cheap condition under which it is worth computing. */
export interface Feature {
  readonly name: string;
  readonly sql: Sql;
}

/**
 * Writes predicates as SQL over `"column_l"` and `"column_r"`. Dear measures become features, computed once per
 * pair in a step before; the text here only refers to them by name.
 */
export class PredicateWriter {
  readonly #dialect: Dialect;
  readonly #features = new Map<string, { name: string; atLeast: number; write: (atLeast: number) => Sql }>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Every feature that the predicates written so far refer to. */
  features(): readonly Feature[] {
    return [...this.#features.values()].map((one) => ({ name: one.name, sql: one.write(one.atLeast) }));
  }

  write(predicate: Predicate): Sql {
    const d = this.#dialect;
    if ('and' in predicate) return `(${predicate.and.map((one) => this.write(one)).join(' AND ')})`;
    if ('or' in predicate) return `(${predicate.or.map((one) => this.write(one)).join(' OR ')})`;
    if ('not' in predicate) return `(NOT ${this.write(predicate.not)})`;
    if ('sql' in predicate) return `(${predicate.sql})`;
    if ('missing' in predicate)
      return this.#onSides(predicate.missing, (l, r) => `(${l} IS NULL OR ${r} IS NULL)`);
    if ('equal' in predicate) return this.#onSides(predicate.equal, (l, r) => `(${l} = ${r})`);
    if ('jaroWinkler' in predicate) {
      return this.#similarity('jw', predicate.jaroWinkler, predicate.atLeast, (l, r, t) =>
        d.jaroWinkler(l, r, t),
      );
    }
    if ('jaccard' in predicate) {
      return this.#similarity('jaccard', predicate.jaccard, predicate.atLeast, (l, r) => d.jaccard(l, r));
    }
    if ('elementJaroWinkler' in predicate) {
      const [l, r] = this.#sides(predicate.elementJaroWinkler);
      const { atLeast } = predicate;
      const name = this.#feature(
        `best_jw ${l} ${r}`,
        atLeast,
        (t) => `CASE WHEN len(${l}) > 0 AND len(${r}) > 0 THEN ${d.bestJaroWinkler(l, r, t)} END`,
      );
      return `(${name} >= ${d.double(atLeast)})`;
    }
    if ('levenshtein' in predicate) {
      return this.#edits('lev', predicate.levenshtein, predicate.atMost, (l, r) => d.levenshtein(l, r));
    }
    if ('damerauLevenshtein' in predicate) {
      return this.#edits('dam', predicate.damerauLevenshtein, predicate.atMost, (l, r, most) =>
        // The dearest measure. A swap is two substitutions, so the cheaper measures rule most pairs out.
        most === 1
          ? `CASE WHEN coalesce(${d.hamming(l, r)}, 0) > 2 OR ${d.levenshtein(l, r)} > 2 THEN 9999 ELSE ${d.damerauLevenshtein(l, r)} END`
          : `CASE WHEN ${d.levenshtein(l, r)} > ${2 * most} THEN 9999 ELSE ${d.damerauLevenshtein(l, r)} END`,
      );
    }
    if ('startsWith' in predicate) {
      const { minLength } = predicate;
      return this.#onSides(
        predicate.startsWith,
        (l, r) =>
          `((${d.startsWith(l, r)} AND ${d.lengthInBytes(r)} >= ${minLength}) OR (${d.startsWith(r, l)} AND ${d.lengthInBytes(l)} >= ${minLength}))`,
      );
    }
    if ('dates' in predicate) return this.#date(predicate.dates, predicate.pattern);
    if ('daysApart' in predicate) {
      const [l, r] = this.#sides(predicate.daysApart);
      return `(abs(${d.daysBetween(l, r)}) <= ${predicate.atMost})`;
    }
    if ('difference' in predicate) {
      const [l, r] = this.#sides(predicate.difference);
      return `(abs(${l} - ${r}) <= ${d.double(predicate.atMost)})`;
    }
    if ('relativeDifference' in predicate) {
      const [l, r] = this.#sides(predicate.relativeDifference);
      return `(abs(${l} - ${r}) <= ${d.double(predicate.atMost)} * greatest(abs(${l}), abs(${r})))`;
    }
    if ('kilometres' in predicate) {
      const [latitude, longitude] = predicate.kilometres.map((column) => this.#sides(column));
      return `(${d.kilometres(latitude![0], longitude![0], latitude![1], longitude![1])} <= ${d.double(predicate.atMost)})`;
    }
    const { shareElements, atLeast } = predicate;
    return this.#onSides(shareElements, (l, r) =>
      atLeast === 1 ? `(${d.sharesAny(l, r)})` : `(${d.sharedCount(l, r)} >= ${atLeast})`,
    );
  }

  #sides(value: string | readonly [string, string]): readonly [Sql, Sql] {
    const [left, right] = pairOf(value);
    return [this.#dialect.identifier(`${left}_l`), this.#dialect.identifier(`${right}_r`)];
  }

  #onSides(value: string | readonly [string, string], write: (l: Sql, r: Sql) => Sql): Sql {
    return write(...this.#sides(value));
  }

  #similarity(
    kind: string,
    value: string | readonly [string, string],
    atLeast: number,
    write: (l: Sql, r: Sql, t: number) => Sql,
  ): Sql {
    const [l, r] = this.#sides(value);
    // Equal values are seen by the level above; computing again for them would be waste, and answers 1.
    const name = this.#feature(
      `${kind} ${l} ${r}`,
      atLeast,
      (t) => `CASE WHEN ${l} = ${r} AND ${l} <> '' THEN 1e0 ELSE ${write(l, r, t)} END`,
    );
    return `(${name} >= ${this.#dialect.double(atLeast)})`;
  }

  #edits(
    kind: string,
    value: string | readonly [string, string],
    atMost: number,
    write: (l: Sql, r: Sql, most: number) => Sql,
  ): Sql {
    const d = this.#dialect;
    const [l, r] = this.#sides(value);
    const name = this.#feature(
      `${kind} ${l} ${r}`,
      -atMost,
      (t) =>
        // Texts whose lengths differ by more than the limit need no counting.
        `CASE WHEN ${l} = ${r} THEN 0 WHEN abs(${d.lengthInBytes(l)} - ${d.lengthInBytes(r)}) > ${-t} THEN 9999 ELSE ${write(l, r, -t)} END`,
    );
    return `(${name} <= ${atMost})`;
  }

  /** The loosest limit that any predicate asks is the one that the feature is computed with. */
  #feature(key: string, atLeast: number, write: (atLeast: number) => Sql): Sql {
    const known = this.#features.get(key);
    const name = known?.name ?? `feature_${this.#features.size}`;
    this.#features.set(key, { name, atLeast: Math.min(known?.atLeast ?? atLeast, atLeast), write });
    return name;
  }

  #date(column: string, pattern: string): Sql {
    const d = this.#dialect;
    const [l, r] = this.#sides(column);
    const part = (side: Sql, which: 'year' | 'month' | 'day'): Sql =>
      which === 'year' ? d.slice(side, 1, 4) : d.slice(side, which === 'month' ? 6 : 9, 2);
    const same = (which: 'year' | 'month' | 'day'): Sql => `${part(l, which)} = ${part(r, which)}`;
    const rest = (side: Sql): Sql => d.slice(side, 6, 5);
    switch (pattern) {
      case 'typo': {
        const far = d.hamming(l, r);
        return `(${far} = 1 OR (${far} = 2 AND ${d.damerauLevenshtein(l, r)} = 1))`;
      }
      case 'dayMonthSwapped':
        return `(${same('year')} AND ${part(l, 'month')} = ${part(r, 'day')} AND ${part(l, 'day')} = ${part(r, 'month')})`;
      case 'yearSlip':
        return `(${rest(l)} = ${rest(r)} AND abs(CAST(${part(l, 'year')} AS INTEGER) - CAST(${part(r, 'year')} AS INTEGER)) IN (1, 2, 10))`;
      case 'missingPart':
        return `(${same('year')} AND (${part(l, 'day')} = '00' OR ${part(r, 'day')} = '00') AND (${same('month')} OR ${part(l, 'month')} = '00' OR ${part(r, 'month')} = '00'))`;
      case 'firstOfJanuary':
        return `(${same('year')} AND (${rest(l)} = '01-01' OR ${rest(r)} = '01-01'))`;
      case 'twoPartsAgree':
        return `(CAST(${same('year')} AS INTEGER) + CAST(${same('month')} AS INTEGER) + CAST(${same('day')} AS INTEGER) >= 2)`;
      default:
        return `(${same('year')})`;
    }
  }
}
