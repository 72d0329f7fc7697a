import type { ScoredPairs } from './scored-pairs.ts';

export interface AverageWeightOptions {
  /** Clusters join while the average of their pairs' weights is at least this many bits. */
  readonly threshold: number;
  /** A single pair counts for no more and no less than these bits, so that none decides alone. */
  readonly clip: readonly [lowest: number, highest: number];
  /** What a pair that was never compared counts for. */
  readonly notCompared: number;
}

interface Between {
  sum: number;
  pairs: number;
}

/**
 * Average-linkage clustering (Sokal and Michener 1958) on match weights: the two clusters whose pairs weigh most on
 * average are joined first. One strong link between two people's records then no longer joins all of both.
 * @param members rows of one connected component, in the order that breaks ties
 * @param pairs the compared pairs among them
 * @returns the cluster of each member, as the position of its first member
 */
export function averageWeightClusters(
  members: readonly number[],
  pairs: ScoredPairs,
  options: AverageWeightOptions,
): Int32Array {
  const position = new Map(members.map((row, i) => [row, i]));
  const neighbours: Map<number, Between>[] = members.map(() => new Map());
  const [lowest, highest] = options.clip;
  for (let i = 0; i < pairs.weight.length; i += 1) {
    const [a, b] = [position.get(pairs.left[i]!)!, position.get(pairs.right[i]!)!];
    const between = { sum: Math.min(highest, Math.max(lowest, pairs.weight[i]!)), pairs: 1 };
    neighbours[a]!.set(b, between);
    neighbours[b]!.set(a, between);
  }
  const size = members.map(() => 1);
  const cluster = Int32Array.from(members, (_, i) => i);
  const average = (a: number, b: number, between: Between): number => {
    const all = size[a]! * size[b]!;
    return (between.sum + (all - between.pairs) * options.notCompared) / all;
  };
  const best = members.map((_, a) => nearest(a, neighbours[a]!, average));
  for (;;) {
    let chosen = -1;
    best.forEach((one, a) => {
      if (one && one.average >= options.threshold && (chosen < 0 || one.average > best[chosen]!.average))
        chosen = a;
    });
    if (chosen < 0) break;
    const [keep, gone] = [Math.min(chosen, best[chosen]!.other), Math.max(chosen, best[chosen]!.other)];
    for (let i = 0; i < cluster.length; i += 1) if (cluster[i] === gone) cluster[i] = keep;
    for (const [other, between] of neighbours[gone]!) {
      neighbours[other]!.delete(gone);
      if (other === keep) continue;
      const known = neighbours[keep]!.get(other);
      const merged = { sum: between.sum + (known?.sum ?? 0), pairs: between.pairs + (known?.pairs ?? 0) };
      neighbours[keep]!.set(other, merged);
      neighbours[other]!.set(keep, merged);
    }
    neighbours[gone]!.clear();
    best[gone] = null;
    size[keep]! += size[gone]!;
    best[keep] = nearest(keep, neighbours[keep]!, average);
    for (const [other, between] of neighbours[keep]!) {
      const known = best[other];
      const now = average(other, keep, between);
      // Only those whose nearest was one of the two need to look at all their neighbours again.
      if (!known || known.other === keep || known.other === gone)
        best[other] = nearest(other, neighbours[other]!, average);
      else if (now > known.average || (now === known.average && keep < known.other))
        best[other] = { other: keep, average: now };
    }
  }
  return cluster;
}

function nearest(
  a: number,
  neighbours: ReadonlyMap<number, Between>,
  average: (a: number, b: number, between: Between) => number,
): { other: number; average: number } | null {
  let found: { other: number; average: number } | null = null;
  for (const [other, between] of neighbours) {
    const value = average(a, other, between);
    if (!found || value > found.average || (value === found.average && other < found.other))
      found = { other, average: value };
  }
  return found;
}
