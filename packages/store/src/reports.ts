import type { IsoDate } from '@solway/kernel';
import type { TallyRow } from '@solway/watch';
import type { Queryable } from './database.ts';

/** Adds counts to those of their day, in the transaction that moves the watch on: no entry is counted twice. */
export async function addTally(tx: Queryable, rows: readonly TallyRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into report_day (day, organisation, role, team, purpose, kind, item, outcome, clause, gate, n)
     select day, organisation, role, team, purpose, kind, item, outcome, clause, gate, n
     from jsonb_populate_recordset(null::report_day, $1)
     on conflict (day, organisation, role, team, purpose, kind, item, outcome, clause, gate)
     do update set n = report_day.n + excluded.n`,
    [JSON.stringify(rows)],
  );
}

export interface ReportPeriod {
  /** Both days are of it. */
  readonly from: IsoDate;
  readonly to: IsoDate;
}
/** What the counts of a report are of. */
export const REPORT_BY = ['purpose', 'role', 'team', 'item', 'clause', 'gate'] as const;
export type ReportBy = (typeof REPORT_BY)[number];

export interface CountRow {
  readonly name: string;
  readonly outcome: string;
  readonly n: number;
}

/**
 * Counts of an organisation's own looks (`own`), or of what the others' staff were shown of its record. By purpose, role
 * or team they are of looks; by item, clause or gate of the items of looks.
 */
export async function reportCounts(
  db: Queryable,
  organisation: string,
  by: ReportBy,
  whose: 'own' | 'others',
  { from, to }: ReportPeriod,
): Promise<readonly CountRow[]> {
  const ofItems = by === 'item' || by === 'clause' || by === 'gate';
  // Of the others' looks only what was shown: that somebody asked in vain is not the holder's to know.
  const of = whose === 'own' ? 'organisation = $1' : `organisation <> $1 and kind = 'disclosed'`;
  const found = await db.query<CountRow>(
    `select ${by} as name, outcome, sum(n)::bigint as n from report_day
     where day between $2 and $3 and ${of} and item ${ofItems ? '<>' : '='} ''
       ${by === 'gate' ? `and gate <> ''` : ''} ${by === 'clause' ? `and clause <> '' and outcome <> 'not-shared'` : ''}
     group by 1, 2 order by 1, 2`,
    [organisation, from, to],
  );
  return found.rows;
}

export interface BoardFigures {
  readonly findings: number;
  readonly misuse: number;
  readonly releases: number;
  readonly requests: number;
  readonly answered: number;
}

export async function boardFigures(
  db: Queryable,
  organisation: string,
  { from, to }: ReportPeriod,
): Promise<BoardFigures> {
  const found = await db.query<BoardFigures>(
    `select
       (select count(*) from finding where organisation = $1 and day between $2 and $3) as findings,
       (select count(*) from investigation where organisation = $1 and outcome = 'misuse'
         and closed_at::date between $2 and $3) as misuse,
       (select count(*) from release where organisation = $1 and known_at::date between $2 and $3) as releases,
       (select count(*) from access_request where organisation = $1 and received_on between $2 and $3) as requests,
       (select count(*) from access_request where organisation = $1 and received_on between $2 and $3
         and state = 'released') as answered`,
    [organisation, from, to],
  );
  return found.rows[0] ?? { findings: 0, misuse: 0, releases: 0, requests: 0, answered: 0 };
}
