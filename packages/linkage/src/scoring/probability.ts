import type { Dialect, Sql } from '../dialect/dialect.ts';

// The series of 2^f for f from 0 to 1, long enough for the last bit. Libraries differ in that bit, so that SQL and
// TypeScript both do this arithmetic themselves, operation by operation.
const TERMS = 20;
const coefficients: readonly number[] = Array.from({ length: TERMS }, (_, n) => {
  let value = 1;
  for (let k = 1; k <= n; k += 1) value = (value * Math.LN2) / k;
  return value;
});
const FURTHEST = 1000;
const NEAREST_TO_ONE = 1 - 2 ** -53;

/** The match probability of a match weight in bits: 2ʷ / (1 + 2ʷ). Never 0 or 1. */
export function probabilityOf(matchWeight: number): number {
  const w = Math.min(FURTHEST, Math.max(-FURTHEST, -matchWeight));
  const whole = Math.floor(w);
  const rest = w - whole;
  let power = 0;
  for (let n = TERMS - 1; n >= 0; n -= 1) power = power * rest + coefficients[n]!;
  return Math.min(NEAREST_TO_ONE, 1 / (1 + power * 2 ** whole));
}

/** The same in SQL, bit for bit. */
export function probabilitySql(weight: Sql, d: Dialect): Sql {
  const w = `least(${d.double(FURTHEST)}, greatest(${d.double(-FURTHEST)}, -(${weight})))`;
  const rest = `(${w} - floor(${w}))`;
  const power = coefficients.reduceRight<Sql>(
    (sum, coefficient) => `(${sum} * ${rest} + ${d.double(coefficient)})`,
    '0e0',
  );
  return `least(${d.double(NEAREST_TO_ONE)}, 1e0 / (1e0 + ${power} * pow(2e0, floor(${w}))))`;
}

/** The match weight in bits of a probability; the two are each other's inverse. */
export function weightOf(probability: number): number {
  return Math.log2(probability / (1 - probability));
}
