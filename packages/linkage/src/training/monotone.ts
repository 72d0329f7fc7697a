import type { ComparisonParameters } from './parameters.ts';

/**
 * Makes m/u fall, or stay, from each level to the one below, by pooling neighbours that are out of order (the
 * pool-adjacent-violators algorithm, Ayer and others 1955). u is left as it is; m still sums to 1.
 */
export function monotone(parameters: ComparisonParameters): ComparisonParameters {
  const pools: { m: number; u: number; levels: number }[] = [];
  parameters.m.forEach((m, k) => {
    pools.push({ m, u: parameters.u[k]!, levels: 1 });
    while (pools.length > 1) {
      const [above, below] = pools.slice(-2) as [(typeof pools)[0], (typeof pools)[0]];
      if (above.m / above.u >= below.m / below.u) break;
      pools.splice(-2, 2, {
        m: above.m + below.m,
        u: above.u + below.u,
        levels: above.levels + below.levels,
      });
    }
  });
  const ratios = pools.flatMap((pool) => Array.from({ length: pool.levels }, () => pool));
  return {
    u: parameters.u,
    m: parameters.u.map((u, k) =>
      ratios[k]!.levels === 1 ? parameters.m[k]! : (u * ratios[k]!.m) / ratios[k]!.u,
    ),
  };
}
