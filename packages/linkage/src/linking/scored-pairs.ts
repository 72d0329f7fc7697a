/** Scored pairs as whole columns: row numbers of both sides and the match weight in bits. */
export interface ScoredPairs {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly weight: Float64Array;
}

/** Positions of pairs, heaviest first; equal weights in the order that the ids give. */
export function byWeight(
  pairs: ScoredPairs,
  leftRank: (row: number) => string,
  rightRank: (row: number) => string,
): Uint32Array {
  const order = new Uint32Array(pairs.weight.length);
  for (let i = 0; i < order.length; i += 1) order[i] = i;
  const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return order.sort(
    (a, b) =>
      pairs.weight[b]! - pairs.weight[a]! ||
      compareText(leftRank(pairs.left[a]!), leftRank(pairs.left[b]!)) ||
      compareText(rightRank(pairs.right[a]!), rightRank(pairs.right[b]!)),
  );
}

/** The pairs at some positions. */
export function pick(pairs: ScoredPairs, positions: readonly number[]): ScoredPairs {
  const take = (column: Float64Array): Float64Array =>
    Float64Array.from(positions, (position) => column[position]!);
  return { left: take(pairs.left), right: take(pairs.right), weight: take(pairs.weight) };
}
