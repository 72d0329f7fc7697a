import type { Instant, IsoDate } from '@solway/kernel';
import type { PeerDays, PeerHours, RuleSetting } from '@solway/watch';
import type { Queryable } from './database.ts';

/** The rules that an officer has set, by name. */
export async function changedRules(db: Queryable): Promise<ReadonlyMap<string, RuleSetting>> {
  const found = await db.query<{ rule: string; is_on: boolean; thresholds: Record<string, number> }>(
    'select rule, is_on, thresholds from watch_rule',
  );
  return new Map(found.rows.map((row) => [row.rule, { on: row.is_on, thresholds: row.thresholds }]));
}

/** Sets a rule; the days on which it found too much are judged again. */
export async function setRule(
  tx: Queryable,
  rule: string,
  { on, thresholds }: RuleSetting,
  by: string,
  at: Instant,
): Promise<void> {
  await tx.query(
    `insert into watch_rule (rule, is_on, thresholds, changed_by, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (rule) do update set is_on = excluded.is_on, thresholds = excluded.thresholds,
       changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    [rule, on, JSON.stringify(thresholds), by, at],
  );
  await tx.query('update watch_overflow set again = true where rule = $1', [rule]);
}

export interface OverflowRow {
  readonly rule: string;
  readonly organisation: string;
  readonly day: IsoDate;
  readonly beyond: number;
}

/** The first day of a rule that is to be judged again. */
export async function dayToJudgeAgain(db: Queryable): Promise<OverflowRow | undefined> {
  const found = await db.query<OverflowRow>(
    'select rule, organisation, day, beyond from watch_overflow where again order by day, rule, organisation limit 1',
  );
  return found.rows[0];
}

export async function noisyRules(db: Queryable): Promise<readonly OverflowRow[]> {
  const found = await db.query<OverflowRow>(
    'select rule, organisation, day, beyond from watch_overflow order by day desc, rule limit 100',
  );
  return found.rows;
}

export interface RuleRate {
  readonly rule: string;
  readonly found: number;
  readonly open: number;
  readonly suppressed: number;
  readonly false_alarms: number;
  readonly misuse: number;
  readonly other: number;
}

/** What came of each rule's findings in one organisation since a day. */
export async function ruleRates(
  db: Queryable,
  organisation: string,
  since: IsoDate,
): Promise<readonly RuleRate[]> {
  const found = await db.query<RuleRate>(
    `select f.rule, count(*) as found,
       count(*) filter (where f.state in ('new', 'investigating')) as open,
       count(*) filter (where f.state = 'suppressed') as suppressed,
       count(*) filter (where i.outcome = 'false-alarm') as false_alarms,
       count(*) filter (where i.outcome = 'misuse') as misuse,
       count(*) filter (where i.outcome in ('justified', 'not-proven')) as other
     from finding f left join investigation i on i.id = f.investigation_id
     where f.organisation = $1 and f.day >= $2 group by f.rule`,
    [organisation, since],
  );
  return found.rows;
}

export interface UnjudgedRow {
  readonly rule: string;
  readonly missing: string;
  readonly looks: number;
}

export async function unjudgedSince(
  db: Queryable,
  organisation: string,
  since: IsoDate,
): Promise<readonly UnjudgedRow[]> {
  const found = await db.query<UnjudgedRow>(
    `select rule, missing, sum(looks)::bigint as looks from watch_unjudged
     where organisation = $1 and day >= $2 group by 1, 2 order by 1, 3 desc`,
    [organisation, since],
  );
  return found.rows;
}

/** Keeps a day of the peers' history; one that was kept before is replaced. */
export async function keepNight(
  tx: Queryable,
  day: IsoDate,
  history: { readonly hours: readonly PeerHours[]; readonly days: readonly PeerDays[] },
  looks: number,
  at: Instant,
): Promise<void> {
  await tx.query('delete from watch_peer_hour where day = $1', [day]);
  await tx.query('delete from watch_peer_day where day = $1', [day]);
  await tx.query(
    `insert into watch_peer_hour (day, organisation, role, people, hours)
     select $1, organisation, role, people, hours
     from jsonb_to_recordset($2) as row (organisation text, role text, people integer, hours integer)`,
    [day, JSON.stringify(history.hours)],
  );
  await tx.query(
    `insert into watch_peer_day (day, organisation, role, user_days, break_glass)
     select $1, organisation, role, "userDays", "breakGlass"
     from jsonb_to_recordset($2) as row (organisation text, role text, "userDays" integer, "breakGlass" integer)`,
    [day, JSON.stringify(history.days)],
  );
  await tx.query(
    `insert into watch_night (day, judged_at, looks) values ($1, $2, $3)
     on conflict (day) do update set judged_at = excluded.judged_at, looks = excluded.looks`,
    [day, at, looks],
  );
}

/** The peers' hours of the days from `since` until before `day`. */
export async function peerHours(db: Queryable, since: IsoDate, day: IsoDate): Promise<readonly PeerHours[]> {
  const found = await db.query<PeerHours>(
    `select organisation, role, people, sum(hours)::int as hours from watch_peer_hour
     where day >= $1 and day < $2 group by 1, 2, 3`,
    [since, day],
  );
  return found.rows;
}

/** The last day that was judged overnight. */
export async function lastNight(db: Queryable): Promise<IsoDate | undefined> {
  const found = await db.query<{ day: IsoDate | null }>('select max(day) as day from watch_night');
  return found.rows[0]?.day ?? undefined;
}
