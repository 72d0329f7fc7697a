import type { Dialect } from '../dialect/dialect.ts';
import { duckdb } from '../dialect/duckdb.ts';
import { Session } from '../engine/session.ts';
import { openTable, type SourceTable, type TableInput } from '../engine/tables.ts';
import { LinkageError } from '../errors.ts';
import type { LinkState } from '../linking/run.ts';

/** What is known to be true: a list of pairs, or a column that names the entity of every record. */
export type Truth =
  | {
      readonly pairs: TableInput;
      readonly left: string;
      readonly right: string;
      /** A column of scores: the list is then a sample of judged pairs, matches at 0.5 and over. */
      readonly score?: string | undefined;
    }
  | { readonly entityLeft: string; readonly entityRight?: string | undefined };

/** Looks at a truth before any linking. @throws LinkageError TRUTH_INVALID naming the column, or TABLE_UNREADABLE */
export async function checkTruth(
  truth: Truth,
  tables: { left: TableInput; right?: TableInput | undefined },
): Promise<void> {
  await using session = await Session.open();
  if ('pairs' in truth) {
    await openTruth(session, 'truth', truth.pairs, columnsOf(truth), duckdb);
    return;
  }
  await openTruth(session, 'truth', tables.left, [truth.entityLeft], duckdb);
  if (tables.right !== undefined)
    await openTruth(session, 'labels', tables.right, [truth.entityRight ?? truth.entityLeft], duckdb);
}

function columnsOf(truth: Extract<Truth, { pairs: unknown }>): readonly string[] {
  return [truth.left, truth.right, ...(truth.score === undefined ? [] : [truth.score])];
}

async function openTruth(
  session: Session,
  name: 'truth' | 'labels',
  table: TableInput,
  columns: readonly string[],
  d: Dialect,
): Promise<SourceTable> {
  const source = await openTable(session, name, table, d);
  const unknown = columns.find((column) => !source.types.has(column));
  if (unknown === undefined) return source;
  throw new LinkageError(
    'TRUTH_INVALID',
    `${source.label} has no column "${unknown}"; it has ${[...source.types.keys()].join(', ')}`,
    { place: `${source.label}: ${unknown}` },
  );
}

/**
 * Makes `truth_pairs` of `l, r, match`.
 * @returns whether the list is complete, so that a pair outside it is known not to match
 * @throws LinkageError TRUTH_INVALID, naming the column or saying that no pair names known records
 */
export async function loadTruth(
  state: LinkState,
  truth: Truth,
  tables: { left: TableInput; right?: TableInput | undefined },
): Promise<{ complete: boolean }> {
  const { session, prepared, dialect: d } = state;
  const { left, right, dedupe } = prepared.sides;
  session.step = 'truth';
  const ordered = dedupe ? 'least(l, r) AS l, greatest(l, r) AS r' : 'l, r';
  if ('pairs' in truth) {
    const source = await openTruth(session, 'truth', truth.pairs, columnsOf(truth), d);
    const text = (name: string): string => d.trim(d.toText(`t.${d.identifier(name)}`));
    const match =
      truth.score === undefined
        ? 'true'
        : `coalesce(TRY_CAST(t.${d.identifier(truth.score)} AS DOUBLE) >= 0.5, false)`;
    await session.run(
      `CREATE OR REPLACE TABLE truth_pairs AS SELECT ${ordered}, bool_or(match) AS match FROM (SELECT CAST(a.rowid AS INTEGER) AS l, CAST(b.rowid AS INTEGER) AS r, ${match} AS match FROM ${source.relation} t JOIN ${left} a ON a.id = ${text(truth.left)} JOIN ${right} b ON b.id = ${text(truth.right)}) WHERE ${dedupe ? 'l <> r' : 'true'} GROUP BY 1, 2`,
    );
  } else {
    const entity = async (side: 'left' | 'right', column: string): Promise<void> => {
      const name = side === 'left' ? 'truth' : 'labels';
      const source = await openTruth(session, name, tables[side] ?? tables.left, [column], d);
      const id = d.identifier(state.plan.id[side]);
      await session.run(
        `CREATE OR REPLACE TABLE entity_${side} AS SELECT CAST(t.rowid AS INTEGER) AS rid, ${d.toText(`s.${d.identifier(column)}`)} AS entity FROM ${source.relation} s JOIN ${prepared.sides[side]} t ON t.id = ${d.trim(d.toText(`s.${id}`))}`,
      );
    };
    await entity('left', truth.entityLeft);
    if (!dedupe) await entity('right', truth.entityRight ?? truth.entityLeft);
    await session.run(
      `CREATE OR REPLACE TABLE truth_pairs AS SELECT a.rid AS l, b.rid AS r, true AS match FROM entity_left a JOIN entity_${dedupe ? 'left' : 'right'} b ON a.entity = b.entity${dedupe ? ' AND a.rid < b.rid' : ''}`,
    );
  }
  const { n } = await session.row<{ n: number }>('SELECT count(*) AS n FROM truth_pairs WHERE match');
  if (n === 0)
    throw new LinkageError('TRUTH_INVALID', 'The truth holds no match between records of these tables', {
      place: 'truth',
    });
  return { complete: !('pairs' in truth) || truth.score === undefined };
}
