import type { Dialect } from '../dialect/dialect.ts';
import type { PairSides } from '../engine/blocking.ts';
import type { Session } from '../engine/session.ts';
import { openTable, type TableInput } from '../engine/tables.ts';
import { LinkageError } from '../errors.ts';

/**
 * Turns a table of labelled pairs (`left_id`, `right_id`, perhaps `score` with 0 for a known non-match) into
 * `label_pairs` of row ids, matches only.
 * @throws LinkageError TRUTH_INVALID when it lacks the columns or names no known record.
 */
export async function labelPairs(
  session: Session,
  labels: TableInput,
  sides: PairSides,
  d: Dialect,
): Promise<number> {
  const source = await openTable(session, 'labels', labels, d);
  for (const name of ['left_id', 'right_id']) {
    if (!source.types.has(name))
      throw new LinkageError('TRUTH_INVALID', `The labels have no column "${name}"`, {
        place: `${source.label}: ${name}`,
      });
  }
  const matches = source.types.has('score') ? ' WHERE TRY_CAST(t.score AS DOUBLE) >= 0.5' : '';
  await session.run(
    `CREATE OR REPLACE TABLE label_pairs AS SELECT CAST(a.rowid AS INTEGER) AS l, CAST(b.rowid AS INTEGER) AS r, 0 AS mask ` +
      `FROM ${source.relation} t JOIN ${sides.left} a ON a.id = trim(CAST(t.left_id AS VARCHAR)) JOIN ${sides.right} b ON b.id = trim(CAST(t.right_id AS VARCHAR))${matches}`,
  );
  const { n } = await session.row<{ n: number }>('SELECT count(*) AS n FROM label_pairs');
  if (n === 0)
    throw new LinkageError('TRUTH_INVALID', 'No labelled match names two records of these tables', {
      place: source.label,
    });
  return n;
}
