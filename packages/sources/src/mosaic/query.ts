import type { CouncilItem } from '@solway/record';
import type { MosaicMapping } from './row-reader.ts';

/** How one item is read. One query an item: the person's own row, the watermarks, and the item's rows together. */
export interface MosaicQuery<Item extends CouncilItem> {
  /**
   * A select that may refer to `p` (the person's row in dm_persons) and `$2` (today), and gives `record_id` and
   * `person_id` among its columns. It orders its rows, the most wanted first, and sets no limit.
   */
  readonly rows: string;
  /** Tables whose watermark must be there: without it, nobody knows how old the answer is. */
  readonly tables: readonly string[];
  /** Tables read for names only: their watermark counts where there is one. */
  readonly lookups?: readonly string[];
  readonly map: MosaicMapping<Item>;
}

/** In force on the day. A date in a year like 0202 excludes nothing: the mapping sets it aside, in sight. */
export function inForce(alias: string, endColumn = 'end_date'): string {
  const end = `${alias}.${endColumn}`;
  return `(${end} is null or ${end} >= $2::date or ${end} < date '1850-01-01')`;
}

/** In force on the day, or ended within the twelve months before it. */
export function inForceOrRecent(alias: string, endColumn = 'end_date'): string {
  const end = `${alias}.${endColumn}`;
  return `(${end} is null or ${end} >= $2::date - interval '12 months' or ${end} < date '1850-01-01')`;
}

/**
 * The whole statement. Parameters: $1 the person id, $2 today, $3 how many rows at most. No row at all: no such
 * person. Rows with `is_row` null: the person, and nothing recorded.
 */
export function statementFor(query: Pick<MosaicQuery<CouncilItem>, 'rows' | 'tables' | 'lookups'>): string {
  const needed = [...new Set(['dm_persons', ...query.tables])];
  const all = [...new Set([...needed, ...(query.lookups ?? [])])];
  return `select p.person_id::text as asked_person, p.restricted as person_restricted,
  exists (select 1 from protected_identities i where i.person_id = p.person_id) as person_protected, $2::date as today,
  w.as_of, w.found = ${needed.length} as watermarked, x.*
from dm_persons p
cross join (
  select min(refreshed_at) as as_of, count(*) filter (where table_name in (${quoted(needed)})) as found
  from watermarks where table_name in (${quoted(all)})
) w
left join lateral (
  select true as is_row, r.* from (${query.rows}) r limit $3
) x on true
where p.person_id = $1`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
