import { pick, type ScoredPairs } from './scored-pairs.ts';

export interface Selection {
  readonly links: ScoredPairs;
  /** For each link, the bits by which it beats the next best for either of its records; Infinity without one. */
  readonly margins: Float64Array;
  /** Pairs set aside because another was exactly as good. */
  readonly tied: number;
}

export interface SelectOptions {
  /** Bits a pair needs to be a link; lighter pairs only count as rivals. */
  readonly threshold: number;
  readonly margin: number;
  readonly ties: 'drop' | 'lowestId';
}

/**
 * One-to-one: the heaviest pair is taken, then the heaviest among records still free, and so on. Pairs of one
 * weight that compete for a record are a tie: all of them are dropped, or the first in `order` is taken.
 * @param order positions of the pairs, heaviest first
 */
export function oneToOne(pairs: ScoredPairs, order: Uint32Array, options: SelectOptions): Selection {
  const usedLeft = new Set<number>();
  const usedRight = new Set<number>();
  const free = (position: number): boolean =>
    !usedLeft.has(pairs.left[position]!) && !usedRight.has(pairs.right[position]!);
  const taken: number[] = [];
  let tied = 0;
  for (let from = 0; from < order.length && pairs.weight[order[from]!]! >= options.threshold;) {
    let to = from + 1;
    while (to < order.length && pairs.weight[order[to]!] === pairs.weight[order[from]!]) to += 1;
    const group = [...order.subarray(from, to)].filter(free);
    const left = tally(group.map((position) => pairs.left[position]!));
    const right = tally(group.map((position) => pairs.right[position]!));
    for (const position of group) {
      const contested = left.get(pairs.left[position]!)! > 1 || right.get(pairs.right[position]!)! > 1;
      if (contested && options.ties === 'drop') tied += 1;
      else if (free(position)) taken.push(position);
      else continue;
      // A record in a dropped tie is not free for a lighter pair: its right partner is one of those in the tie.
      usedLeft.add(pairs.left[position]!);
      usedRight.add(pairs.right[position]!);
    }
    from = to;
  }
  return withMargins(pairs, taken, tied, options.margin);
}

/** The best right record for each left record, unless another is exactly as good or nearer than the margin. */
export function bestLink(pairs: ScoredPairs, order: Uint32Array, options: SelectOptions): Selection {
  const best = new Map<number, number>();
  const equal = new Set<number>();
  for (const position of order) {
    if (pairs.weight[position]! < options.threshold) break;
    const left = pairs.left[position]!;
    const known = best.get(left);
    if (known === undefined) best.set(left, position);
    else if (pairs.weight[known] === pairs.weight[position]) equal.add(left);
  }
  const taken = [...best]
    .filter(([left]) => options.ties === 'lowestId' || !equal.has(left))
    .map(([, position]) => position);
  const runnerUp = secondBest(pairs, pairs.left, order);
  const margins = taken.map(
    (position) => pairs.weight[position]! - (runnerUp.get(pairs.left[position]!) ?? -Infinity),
  );
  return beyond(pairs, taken, margins, options.ties === 'drop' ? equal.size : 0, options.margin);
}

function withMargins(pairs: ScoredPairs, taken: readonly number[], tied: number, margin: number): Selection {
  const rivals = rivalsOf(pairs);
  const margins = taken.map((position) => {
    const weight = pairs.weight[position]!;
    return weight - Math.max(rivals.left(position), rivals.right(position));
  });
  return beyond(pairs, taken, margins, tied, margin);
}

/** The heaviest other pair of the same record, on each side. */
function rivalsOf(pairs: ScoredPairs): Record<'left' | 'right', (position: number) => number> {
  const side = (column: Float64Array): ((position: number) => number) => {
    const first = new Map<number, number>();
    const second = new Map<number, number>();
    for (let i = 0; i < column.length; i += 1) {
      const known = first.get(column[i]!);
      if (known === undefined || pairs.weight[i]! > pairs.weight[known]!) {
        if (known !== undefined) second.set(column[i]!, pairs.weight[known]!);
        first.set(column[i]!, i);
      } else second.set(column[i]!, Math.max(second.get(column[i]!) ?? -Infinity, pairs.weight[i]!));
    }
    return (position) => {
      const best = first.get(column[position]!)!;
      return best === position ? (second.get(column[position]!) ?? -Infinity) : pairs.weight[best]!;
    };
  };
  return { left: side(pairs.left), right: side(pairs.right) };
}

function secondBest(pairs: ScoredPairs, column: Float64Array, order: Uint32Array): Map<number, number> {
  const seen = new Set<number>();
  const second = new Map<number, number>();
  for (const position of order) {
    const row = column[position]!;
    if (!seen.has(row)) seen.add(row);
    else if (!second.has(row)) second.set(row, pairs.weight[position]!);
  }
  return second;
}

function beyond(
  pairs: ScoredPairs,
  taken: readonly number[],
  margins: readonly number[],
  tied: number,
  margin: number,
): Selection {
  const kept = taken
    .map((position, i) => ({ position, margin: margins[i]! }))
    .filter((one) => one.margin >= margin);
  return {
    links: pick(
      pairs,
      kept.map((one) => one.position),
    ),
    margins: Float64Array.from(kept, (one) => one.margin),
    tied,
  };
}

function tally(rows: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return counts;
}
