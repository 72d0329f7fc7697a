/** How many best candidates scored within each two bits, by the lower end: what a run keeps of its scores. */
export type ScoreHistogram = Readonly<Record<string, number>>;

const WIDTH_BITS = 2;

/** Adds the match weight of one person's best candidate. */
export function countScore(histogram: Record<string, number>, matchWeight: number): void {
  const bucket = String(Math.floor(matchWeight / WIDTH_BITS) * WIDTH_BITS);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

/** A share below this stands in for none, so that an empty bucket is no infinity. */
const LEAST_SHARE = 0.0001;

/**
 * Population stability index of two runs' scores, the usual measure of drift: below 0.1 they are alike, above 0.25
 * something has changed: the model, the records, or how they are cleaned. Undefined where a run has no scores.
 */
export function scoreDrift(before: ScoreHistogram, after: ScoreHistogram): number | undefined {
  const total = (histogram: ScoreHistogram): number =>
    Object.values(histogram).reduce((sum, n) => sum + n, 0);
  const [all, allAfter] = [total(before), total(after)];
  if (all === 0 || allAfter === 0) return undefined;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].reduce((sum, bucket) => {
    const was = Math.max((before[bucket] ?? 0) / all, LEAST_SHARE);
    const is = Math.max((after[bucket] ?? 0) / allAfter, LEAST_SHARE);
    return sum + (is - was) * Math.log(is / was);
  }, 0);
}
