import type { Instant, IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly organisation: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly chi: string | null;
  readonly person_ids: readonly string[];
  readonly sentence: string;
  readonly evidence: readonly string[];
  readonly first_at: Instant;
  readonly last_at: Instant;
  readonly state: 'new' | 'suppressed' | 'investigating' | 'closed';
  readonly investigation_id: string | null;
}

export interface InvestigationRow {
  readonly id: string;
  readonly reference: number;
  readonly organisation: string;
  readonly state: 'open' | 'closed';
  readonly owner_id: string;
  readonly owner_name: string;
  readonly due_on: IsoDate;
  readonly opened_at: Instant;
  readonly outcome: InvestigationOutcome | null;
  readonly closed_at: Instant | null;
  readonly about: readonly string[];
  readonly findings: number;
}
export const INVESTIGATION_OUTCOMES = ['false-alarm', 'justified', 'misuse', 'not-proven'] as const;
export type InvestigationOutcome = (typeof INVESTIGATION_OUTCOMES)[number];

export interface StepRow {
  readonly at: Instant;
  readonly by_name: string;
  readonly step: string;
  readonly note: string;
}

/** An officer of one organisation, for whom what concerns themself is not there. */
export interface Reader {
  readonly organisation: string;
  readonly userId: string;
}

const FINDING = `f.id, f.rule, f.organisation, f.user_id, f.user_name, f.chi, f.person_ids, f.sentence, f.evidence,
  f.first_at, f.last_at, f.state, f.investigation_id`;
// Of their own staff, and neither of what they did themself nor of who looked at them.
const READABLE = `f.organisation = $1 and f.user_id <> $2 and (f.chi is null or not exists (
  select 1 from staff s where s.organisation = $1 and s.user_id = $2 and s.chi = f.chi))`;
const INVESTIGATION = `i.id, i.reference, i.organisation, i.state, i.owner_id, i.owner_name, i.due_on, i.opened_at,
  i.outcome, i.closed_at,
  (select array_agg(distinct f.user_name order by f.user_name) from finding f where f.investigation_id = i.id) as about,
  (select count(*) from finding f where f.investigation_id = i.id) as findings`;
const MAY_INVESTIGATE = `i.organisation = $1 and not exists (
  select 1 from finding f where f.investigation_id = i.id and not (${READABLE}))`;

/** What nobody has looked at yet, the newest first. */
export async function newFindings(
  db: Queryable,
  reader: Reader,
  options: { readonly limit: number; readonly rule?: string; readonly before?: Instant },
): Promise<readonly FindingRow[]> {
  const found = await db.query<FindingRow>(
    `select ${FINDING} from finding f where f.state = 'new' and ${READABLE}
       and ($3::text is null or f.rule = $3) and ($4::timestamptz is null or f.last_at < $4)
     order by f.last_at desc, f.id limit $5`,
    [reader.organisation, reader.userId, options.rule ?? null, options.before ?? null, options.limit],
  );
  return found.rows;
}

export async function findingById(
  db: Queryable,
  reader: Reader,
  id: string,
): Promise<FindingRow | undefined> {
  const found = await db.query<FindingRow>(
    `select ${FINDING} from finding f where f.id = $3 and ${READABLE}`,
    [reader.organisation, reader.userId, id],
  );
  return found.rows[0];
}

export async function findingsOf(
  db: Queryable,
  reader: Reader,
  investigationId: string,
): Promise<readonly FindingRow[]> {
  const found = await db.query<FindingRow>(
    `select ${FINDING} from finding f where f.investigation_id = $3 and ${READABLE} order by f.first_at, f.id`,
    [reader.organisation, reader.userId, investigationId],
  );
  return found.rows;
}

/**
 * Opens an investigation of a finding, with every other new one of the same user. Undefined where somebody has
 * opened one of it already, or this reader may not.
 */
export async function openInvestigation(
  tx: Queryable,
  reader: Reader & { readonly name: string },
  of: { readonly findingId: string; readonly dueOn: IsoDate; readonly at: Instant },
): Promise<string | undefined> {
  const taken = await tx.query<{ user_id: string }>(
    `select f.user_id from finding f where f.id = $3 and f.state = 'new' and ${READABLE} for update`,
    [reader.organisation, reader.userId, of.findingId],
  );
  const about = taken.rows[0]?.user_id;
  if (about === undefined) return undefined;
  const made = await tx.query<{ id: string }>(
    `insert into investigation (organisation, state, owner_id, owner_name, due_on, opened_at)
     values ($1, 'open', $2, $3, $4, $5) returning id`,
    [reader.organisation, reader.userId, reader.name, of.dueOn, of.at],
  );
  const id = made.rows[0]?.id;
  await tx.query(
    `update finding f set state = 'investigating', investigation_id = $3
     where f.state = 'new' and f.user_id = $4 and ${READABLE}`,
    [reader.organisation, reader.userId, id, about],
  );
  return id;
}

export async function addStep(tx: Queryable, investigationId: string, step: StepRow): Promise<void> {
  await tx.query(
    'insert into investigation_step (investigation_id, at, by_name, step, note) values ($1, $2, $3, $4, $5)',
    [investigationId, step.at, step.by_name, step.step, step.note],
  );
}

export async function stepsOf(db: Queryable, investigationId: string): Promise<readonly StepRow[]> {
  const found = await db.query<StepRow>(
    'select at, by_name, step, note from investigation_step where investigation_id = $1 order by id',
    [investigationId],
  );
  return found.rows;
}

/** One that this reader may know of; locked where it is to be changed. */
export async function investigationById(
  db: Queryable,
  reader: Reader,
  id: string,
  lock = false,
): Promise<InvestigationRow | undefined> {
  const found = await db.query<InvestigationRow>(
    `select ${INVESTIGATION} from investigation i where i.id = $3 and ${MAY_INVESTIGATE} ${lock ? 'for update' : ''}`,
    [reader.organisation, reader.userId, id],
  );
  return found.rows[0];
}

/** The open ones, the first due first; then those closed last. */
export async function listInvestigations(
  db: Queryable,
  reader: Reader,
  limit: number,
): Promise<readonly InvestigationRow[]> {
  const found = await db.query<InvestigationRow>(
    `select ${INVESTIGATION} from investigation i where ${MAY_INVESTIGATE}
     order by i.state desc, case when i.state = 'open' then i.due_on end, i.closed_at desc, i.reference limit $3`,
    [reader.organisation, reader.userId, limit],
  );
  return found.rows;
}

export async function handOver(
  tx: Queryable,
  investigationId: string,
  to: { readonly userId: string; readonly name: string },
): Promise<void> {
  await tx.query('update investigation set owner_id = $2, owner_name = $3 where id = $1', [
    investigationId,
    to.userId,
    to.name,
  ]);
}

export async function closeInvestigation(
  tx: Queryable,
  investigationId: string,
  outcome: InvestigationOutcome,
  at: Instant,
): Promise<void> {
  await tx.query(`update investigation set state = 'closed', outcome = $2, closed_at = $3 where id = $1`, [
    investigationId,
    outcome,
    at,
  ]);
  await tx.query(`update finding set state = 'closed' where investigation_id = $1`, [investigationId]);
}

/** Those of the organisation who may own an investigation. */
export async function investigators(
  db: Queryable,
  organisation: string,
  roles: readonly string[],
): Promise<readonly { readonly user_id: string; readonly name: string }[]> {
  const found = await db.query<{ user_id: string; name: string }>(
    `select distinct user_id, name from staff
     where organisation = $1 and role = any ($2) and left_on is null order by name, user_id`,
    [organisation, roles],
  );
  return found.rows;
}

export interface SuppressionRow {
  readonly id: string;
  readonly rule: string;
  readonly user_id: string;
  readonly chi: string | null;
  readonly reason: string;
  readonly until: IsoDate;
  readonly by_name: string;
  readonly at: Instant;
  readonly held: number;
}

/** From now on findings of this rule about this user are kept as suppressed, until the day. */
export async function suppress(
  tx: Queryable,
  one: {
    readonly rule: string;
    readonly organisation: string;
    readonly userId: string;
    readonly chi: string | null;
    readonly reason: string;
    readonly until: IsoDate;
    readonly byName: string;
    readonly at: Instant;
  },
): Promise<void> {
  await tx.query(
    `insert into watch_suppression (rule, organisation, user_id, chi, reason, until, by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [one.rule, one.organisation, one.userId, one.chi, one.reason, one.until, one.byName, one.at],
  );
}

export async function suppressionsInForce(
  db: Queryable,
  reader: Reader,
  today: IsoDate,
): Promise<readonly SuppressionRow[]> {
  const found = await db.query<SuppressionRow>(
    `select s.id, s.rule, s.user_id, s.chi, s.reason, s.until, s.by_name, s.at,
       (select count(*) from finding f where f.suppression_id = s.id) as held
     from watch_suppression s
     where s.organisation = $1 and s.user_id <> $2 and s.ended_at is null and s.until >= $3 order by s.until, s.id`,
    [reader.organisation, reader.userId, today],
  );
  return found.rows;
}

/** Ends a suppression; what it held back is new again. False where there is none such in force. */
export async function endSuppression(
  tx: Queryable,
  reader: Reader,
  id: string,
  at: Instant,
): Promise<boolean> {
  const ended = await tx.query(
    `update watch_suppression set ended_at = $4
     where id = $3 and organisation = $1 and user_id <> $2 and ended_at is null`,
    [reader.organisation, reader.userId, id, at],
  );
  if (ended.rowCount !== 1) return false;
  await tx.query(`update finding set state = 'new' where suppression_id = $1 and state = 'suppressed'`, [id]);
  return true;
}

export interface WatchedPersonRow {
  readonly person: string;
  readonly why: string;
  readonly until: IsoDate | null;
  readonly by_name: string;
}

export async function watchedPeople(
  db: Queryable,
  organisation: string,
): Promise<readonly WatchedPersonRow[]> {
  const found = await db.query<WatchedPersonRow>(
    'select person, why, until, by_name from watched_person where organisation = $1 order by at desc',
    [organisation],
  );
  return found.rows;
}

export async function watchPerson(
  tx: Queryable,
  organisation: string,
  one: WatchedPersonRow & { readonly at: Instant },
): Promise<void> {
  await tx.query(
    `insert into watched_person (organisation, person, why, until, by_name, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (organisation, person) do update set why = excluded.why, until = excluded.until,
       by_name = excluded.by_name, at = excluded.at`,
    [organisation, one.person, one.why, one.until, one.by_name, one.at],
  );
}

export async function unwatchPerson(tx: Queryable, organisation: string, person: string): Promise<boolean> {
  const gone = await tx.query('delete from watched_person where organisation = $1 and person = $2', [
    organisation,
    person,
  ]);
  return gone.rowCount === 1;
}
