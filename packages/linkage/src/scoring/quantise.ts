const STEPS_PER_BIT = 2 ** 20;

/**
 * A weight rounded to steps of 2⁻²⁰ bits. Sums of such weights are exact in double precision (up to 2³³ bits), so
 * a score is the same in any order of adding, in SQL and in TypeScript, and equal scores are truly equal.
 */
export function quantise(bits: number): number {
  return Math.round(bits * STEPS_PER_BIT) / STEPS_PER_BIT;
}
