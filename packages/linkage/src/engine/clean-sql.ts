import type { CleaningStep } from '../cleaning/step.ts';
import type { Dialect, Sql } from '../dialect/dialect.ts';
import type { BaseColumn, Plan, ReadyDerivedColumn, Side } from '../settings/compile.ts';

/** Source columns that hold lists in the file itself. */
export type ListSources = ReadonlySet<string>;

interface Working {
  readonly name: string;
  readonly steps: readonly CleaningStep[];
}

/**
 * A table's records cleaned: `id` as text and every base column. Each step is a query of its own around the one
 * before, so that no step is computed twice.
 */
export function cleanSql(plan: Plan, side: Side, relation: Sql, lists: ListSources, d: Dialect): Sql {
  const columns = plan.columns;
  const working = columns.flatMap((column) => workingColumns(column, side, lists));
  const first = columns.flatMap((column) => sourceColumns(column, side, lists, d));
  const inner = `SELECT nullif(${d.trim(d.toText(d.identifier(plan.id[side])))}, '') AS id, ${first.join(', ')} FROM ${relation}`;
  const stepped = staged(inner, ['id'], working, d);
  return `SELECT id, ${columns.map((column) => `${together(column, side, lists, d)} AS ${d.identifier(column.name)}`).join(', ')} FROM (${stepped})`;
}

/** Runs the steps of several columns, one step of each at a time. `kept` columns pass through. */
function staged(from: Sql, kept: readonly Sql[], columns: readonly Working[], d: Dialect): Sql {
  const most = Math.max(0, ...columns.map((column) => column.steps.length));
  let sql = from;
  for (let stage = 0; stage < most; stage += 1) {
    const list = columns.map((column) => {
      const name = d.identifier(column.name);
      const step = column.steps[stage];
      if (!step) return name;
      const value = step.sql(name, d);
      return `${step.yields ? value : `nullif(${value}, '')`} AS ${name}`;
    });
    sql = `SELECT ${[...kept, ...list].join(', ')} FROM (${sql})`;
  }
  return sql;
}

function isListSource(column: BaseColumn, side: Side, lists: ListSources): boolean {
  return column.list && column.sources[side].some((source) => lists.has(source));
}

function workingColumns(column: BaseColumn, side: Side, lists: ListSources): Working[] {
  if (!column.list) return [{ name: column.name, steps: column.steps }];
  if (isListSource(column, side, lists)) return [{ name: column.name, steps: [] }];
  return column.sources[side].map((_, i) => ({ name: `${column.name}#${i}`, steps: column.steps }));
}

function sourceColumns(column: BaseColumn, side: Side, lists: ListSources, d: Dialect): Sql[] {
  const sources = column.sources[side].map(
    (source) => `nullif(${d.trim(d.toText(d.identifier(source)))}, '')`,
  );
  if (isListSource(column, side, lists)) {
    // A list in the file: each value goes through the steps inside the list.
    const merged = column.sources[side]
      .map((source) => `coalesce(CAST(${d.identifier(source)} AS VARCHAR[]), [])`)
      .join(' || ');
    const each = column.steps.reduce<Sql>(
      (list, step) => `list_transform(${list}, lambda one: nullif(${step.sql('one', d)}, ''))`,
      merged,
    );
    return [`${each} AS ${d.identifier(column.name)}`];
  }
  if (column.list) return sources.map((source, i) => `${source} AS ${d.identifier(`${column.name}#${i}`)}`);
  const joined = sources.length === 1 ? sources[0]! : `nullif(concat_ws(' ', ${sources.join(', ')}), '')`;
  return [`${joined} AS ${d.identifier(column.name)}`];
}

function together(column: BaseColumn, side: Side, lists: ListSources, d: Dialect): Sql {
  if (!column.list) return d.identifier(column.name);
  const list = isListSource(column, side, lists)
    ? d.identifier(column.name)
    : `[${column.sources[side].map((_, i) => d.identifier(`${column.name}#${i}`)).join(', ')}]`;
  const filled = `list_sort(list_distinct(list_filter(${list}, lambda one: one IS NOT NULL)))`;
  return `CASE WHEN len(${filled}) > 0 THEN ${filled} END`;
}

/** Cleaned records with their derived columns: `rid`, the base columns of the comparisons, and those made of them. */
export function derivedSql(
  plan: Plan,
  relation: Sql,
  base: readonly string[],
  nicknameTable: (column: ReadyDerivedColumn) => string,
  d: Dialect,
): Sql {
  const kept = ['rid', ...base.map((name) => d.identifier(name))];
  const first = plan.derived.map((column) => `${d.identifier(column.base)} AS ${d.identifier(column.name)}`);
  const inner = `SELECT rowid AS rid, ${[...kept.slice(1), ...first].join(', ')} FROM ${relation}`;
  const stepped = staged(inner, kept, plan.derived, d);
  const known = plan.derived.filter((column) => column.nicknames);
  if (known.length === 0) return stepped;
  const plain = plan.derived.filter((column) => !column.nicknames).map((column) => d.identifier(column.name));
  const looked = known.map((column, i) => `n${i}.groups AS ${d.identifier(column.name)}`);
  const joins = known.map((column, i) => {
    if (!column.ofList)
      return `LEFT JOIN ${nicknameTable(column)} n${i} ON n${i}.name = s.${d.identifier(column.name)}`;
    const names = `SELECT rowid AS rid, unnest(${d.identifier(column.base)}) AS name FROM ${relation}`;
    const groups = `SELECT u.rid, list_sort(list_distinct(flatten(list(n.groups)))) AS groups FROM (${names}) u JOIN ${nicknameTable(column)} n ON n.name = u.name GROUP BY u.rid`;
    return `LEFT JOIN (${groups}) n${i} ON n${i}.rid = s.rid`;
  });
  const all = [...kept, ...plain].map((name) => `s.${name}`);
  return `SELECT ${[...all, ...looked].join(', ')} FROM (${stepped}) s ${joins.join(' ')}`;
}
