import { createHash } from 'node:crypto';
import { type Instant, type IsoDate, londonTime } from '@solway/kernel';
import type { Finding, Unjudged } from '@solway/watch';
import type { Queryable } from './database.ts';

/** A rule keeps at most so many findings of one organisation and day; the rest are counted, and the rule is noisy. */
export const MOST_FINDINGS_A_DAY = 500;
const MOST_EVIDENCE = 200;
const BATCH = 1000;

export interface Kept {
  /** Findings that were not there before. */
  readonly made: number;
  /** Findings beyond the most for a day, by rule. */
  readonly beyond: ReadonlyMap<string, number>;
}

interface Row {
  readonly key_hash: string;
  readonly rule: string;
  readonly organisation: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly chi: string | null;
  readonly person_ids: readonly string[];
  readonly sentence: string;
  readonly evidence: readonly string[];
  readonly day: string;
  readonly first_at: Instant;
  readonly last_at: Instant;
}

/**
 * Keeps what the rules found. A finding that is there already is given the new evidence and nothing else; one that an
 * officer has set aside for a time is kept as `suppressed`; what goes beyond the most for a day is counted.
 */
export async function keepFindings(tx: Queryable, findings: readonly Finding[], at: Instant): Promise<Kept> {
  const rows = [...merged(findings).values()];
  let made = 0;
  const beyond = new Map<string, number>();
  for (let i = 0; i < rows.length; i += BATCH) {
    const fresh = await addEvidence(tx, rows.slice(i, i + BATCH));
    if (fresh.length === 0) continue;
    const { kept, over } = await withinTheDay(tx, fresh);
    made += kept.length;
    await insertFindings(tx, kept, at);
    await countBeyond(tx, over);
    for (const { rule } of over) beyond.set(rule, (beyond.get(rule) ?? 0) + 1);
  }
  return { made, beyond };
}

function merged(findings: readonly Finding[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const finding of findings) {
    const before = rows.get(finding.key);
    const evidence = new Set([...(before?.evidence ?? []), ...finding.evidence]);
    rows.set(finding.key, {
      key_hash: createHash('sha256').update(finding.key).digest('hex'),
      rule: finding.rule,
      organisation: finding.organisation,
      user_id: finding.userId,
      user_name: finding.userName,
      chi: finding.chi ?? null,
      person_ids: finding.personIds,
      sentence: finding.sentence,
      evidence: [...evidence].slice(0, MOST_EVIDENCE),
      day: londonTime(finding.firstAt).date,
      first_at: before === undefined || finding.firstAt < before.first_at ? finding.firstAt : before.first_at,
      last_at: before === undefined || finding.lastAt > before.last_at ? finding.lastAt : before.last_at,
    });
  }
  return rows;
}

/** The rows of findings that are not there yet. */
async function addEvidence(tx: Queryable, rows: readonly Row[]): Promise<readonly Row[]> {
  const found = await tx.query<{ key: string }>(
    `update finding f set
       evidence = (select array_agg(distinct one) from unnest(f.evidence || row.evidence) as one),
       first_at = least(f.first_at, row.first_at), last_at = greatest(f.last_at, row.last_at)
     from jsonb_to_recordset($1) as row (key_hash text, evidence uuid[], first_at timestamptz, last_at timestamptz)
     where f.key_hash = decode(row.key_hash, 'hex') and cardinality(f.evidence) < ${MOST_EVIDENCE}
     returning encode(f.key_hash, 'hex') as key`,
    [JSON.stringify(rows)],
  );
  const full = await tx.query<{ key: string }>(
    `select encode(key_hash, 'hex') as key from finding
     where key_hash in (select decode(one, 'hex') from unnest($1::text[]) as one)`,
    [rows.map((row) => row.key_hash)],
  );
  const there = new Set([...found.rows, ...full.rows].map(({ key }) => key));
  return rows.filter((row) => !there.has(row.key_hash));
}

async function withinTheDay(
  tx: Queryable,
  rows: readonly Row[],
): Promise<{ readonly kept: readonly Row[]; readonly over: readonly Row[] }> {
  const keyOf = (row: { rule: string; organisation: string; day: string }): string =>
    `${row.rule}|${row.organisation}|${row.day}`;
  const groups = Map.groupBy(rows, keyOf);
  const firsts = [...groups.values()].flatMap(([first]) => first ?? []);
  const counted = await tx.query<{ rule: string; organisation: string; day: string; n: number }>(
    `select f.rule, f.organisation, f.day, count(*) as n from finding f
     join unnest($1::text[], $2::text[], $3::date[]) as wanted (rule, organisation, day) using (rule, organisation, day)
     group by 1, 2, 3`,
    [firsts.map((one) => one.rule), firsts.map((one) => one.organisation), firsts.map((one) => one.day)],
  );
  const there = new Map(counted.rows.map((row) => [keyOf(row), row.n]));
  const kept: Row[] = [];
  const over: Row[] = [];
  for (const [key, group] of groups) {
    const room = Math.max(0, MOST_FINDINGS_A_DAY - (there.get(key) ?? 0));
    kept.push(...group.slice(0, room));
    over.push(...group.slice(room));
  }
  return { kept, over };
}

async function insertFindings(tx: Queryable, rows: readonly Row[], at: Instant): Promise<void> {
  await tx.query(
    `insert into finding (key_hash, rule, organisation, user_id, user_name, chi, person_ids, sentence, evidence, day,
       first_at, last_at, found_at, state, suppression_id)
     select decode(row.key_hash, 'hex'), row.rule, row.organisation, row.user_id, row.user_name, row.chi, row.person_ids,
       row.sentence, row.evidence, row.day, row.first_at, row.last_at, $2,
       case when s.id is null then 'new' else 'suppressed' end, s.id
     from jsonb_to_recordset($1) as row (key_hash text, rule text, organisation text, user_id text, user_name text,
       chi text, person_ids text[], sentence text, evidence uuid[], day date, first_at timestamptz, last_at timestamptz)
     left join lateral (
       select id from watch_suppression s where s.ended_at is null and s.rule = row.rule
         and s.organisation = row.organisation and s.user_id = row.user_id and (s.chi is null or s.chi = row.chi)
         and s.until >= row.day order by s.at desc limit 1) s on true
     on conflict (key_hash) do nothing`,
    [JSON.stringify(rows), at],
  );
}

async function countBeyond(tx: Queryable, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into watch_overflow (rule, organisation, day, beyond)
     select rule, organisation, day, count(*) from unnest($1::text[], $2::text[], $3::date[]) as row (rule, organisation, day)
     group by 1, 2, 3 order by 1, 2, 3
     on conflict (rule, organisation, day) do update set beyond = watch_overflow.beyond + excluded.beyond`,
    [rows.map((one) => one.rule), rows.map((one) => one.organisation), rows.map((one) => one.day)],
  );
}

/** Counts the looks that a rule could not judge, by what was missing. */
export async function countUnjudged(
  tx: Queryable,
  unjudged: readonly (Unjudged & { readonly day: string })[],
): Promise<void> {
  if (unjudged.length === 0) return;
  const counts = new Map<string, { one: Unjudged & { day: string }; n: number }>();
  for (const one of unjudged) {
    const key = `${one.rule}|${one.organisation}|${one.missing}|${one.day}`;
    const held = counts.get(key);
    if (held === undefined) counts.set(key, { one, n: 1 });
    else held.n += 1;
  }
  const rows = [...counts.values()];
  await tx.query(
    `insert into watch_unjudged (rule, organisation, missing, day, looks)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[])
     on conflict (rule, organisation, missing, day) do update set looks = watch_unjudged.looks + excluded.looks`,
    [
      rows.map(({ one }) => one.rule),
      rows.map(({ one }) => one.organisation),
      rows.map(({ one }) => one.missing),
      rows.map(({ one }) => one.day),
      rows.map(({ n }) => n),
    ],
  );
}

/**
 * Takes away what a rule found on a day and nobody has touched, so that the day can be judged again; and its count of
 * what went beyond. @returns how many were taken away
 */
export async function withdrawFindings(
  tx: Queryable,
  of: { readonly rule: string; readonly organisation: string; readonly day: IsoDate },
): Promise<number> {
  const values = [of.rule, of.organisation, of.day];
  const gone = await tx.query(
    `delete from finding where rule = $1 and organisation = $2 and day = $3 and state = 'new'`,
    values,
  );
  await tx.query('delete from watch_overflow where rule = $1 and organisation = $2 and day = $3', values);
  return gone.rowCount ?? 0;
}
