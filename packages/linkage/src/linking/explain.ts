import { explainSql } from '../engine/compare-sql.ts';
import { weighedLevels } from '../comparison/plan.ts';
import type { ScoredComparison } from '../scoring/scorer.ts';
import { probabilityOf } from '../scoring/probability.ts';
import type { LinkState } from './run.ts';

/** A pair with the reasons for its score. */
export interface ExplainedPair {
  readonly leftId: string;
  readonly rightId: string;
  readonly matchWeight: number;
  readonly matchProbability: number;
  readonly priorWeight: number;
  readonly comparisons: readonly (ScoredComparison & { readonly left: string; readonly right: string })[];
}

/** Explains some pairs: a query of `l, r`, at most a few hundred of them, in the order it gives. */
export async function explainPairs(state: LinkState, pairsSql: string): Promise<ExplainedPair[]> {
  const { session, plan, compared, prepared, weights, dialect: d } = state;
  const { left, right } = prepared.sides;
  await session.run(
    `CREATE OR REPLACE TABLE explained AS SELECT l, r, 0 AS mask, row_number() OVER () AS n FROM (${pairsSql})`,
  );
  const sql = explainSql(
    plan,
    { pairs: 'SELECT l, r, mask FROM explained', ...compared.ready, surprises: compared.surprises },
    d,
  );
  const shown = [...new Set(plan.comparisons.flatMap((one) => one.subjects))];
  const values = shown.flatMap((name) => [
    `CAST(y.${d.identifier(name)} AS VARCHAR) AS ${d.identifier(`${name}_l`)}`,
    `CAST(z.${d.identifier(name)} AS VARCHAR) AS ${d.identifier(`${name}_r`)}`,
  ]);
  const rows = await session.rows<Record<string, string | number | null>>(
    `SELECT x.*, a.id AS left_id, b.id AS right_id, ${values.join(', ')} FROM (${sql}) x JOIN explained e ON e.l = x.l AND e.r = x.r JOIN ${left} a ON a.rowid = x.l JOIN ${right} b ON b.rowid = x.r JOIN ${compared.ready.left} y ON y.rid = x.l JOIN ${compared.ready.right} z ON z.rid = x.r ORDER BY e.n`,
  );
  return rows.map((row) => {
    const comparisons = plan.comparisons.map((comparison, i) => {
      const level = Number(row[`level_${i}`]);
      const constant = weights.termFrequency[i]![level] ?? null;
      const side = (letter: 'l' | 'r'): string =>
        comparison.subjects.map((name) => String(row[`${name}_${letter}`] ?? '—')).join(' ');
      return {
        name: comparison.name,
        level,
        label: level === 0 ? 'missing' : weighedLevels(comparison)[level - 1]!.label,
        matchWeight: weights.levels[i]![level]!,
        termFrequencyWeight: constant === null ? 0 : constant + Number(row[`surprise_${i}`] ?? 0),
        left: side('l'),
        right: side('r'),
      };
    });
    const matchWeight = comparisons.reduce(
      (sum, one) => sum + one.matchWeight + one.termFrequencyWeight,
      weights.prior,
    );
    return {
      leftId: String(row['left_id']),
      rightId: String(row['right_id']),
      matchWeight,
      matchProbability: probabilityOf(matchWeight),
      priorWeight: weights.prior,
      comparisons,
    };
  });
}
