import { randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

export type LoadOrigin = 'changes' | 'undone' | 'again' | 'file';
export type LoadOutcome = 'waiting' | 'accepted' | 'unchanged' | 'rejected';

export interface NewLoad {
  readonly origin: LoadOrigin;
  /** SHA-256 of a file, in hex. */
  readonly digest?: string;
  readonly by: string;
  readonly at: Instant;
}

export interface NewLoadRow {
  readonly number: number;
  readonly person_id: string;
  readonly chi: string;
  readonly action: string;
  /** Why it is rejected before it is sent; such a row is never sent. */
  readonly reason?: string;
}

export type LoadRowKey = Pick<NewLoadRow, 'person_id' | 'chi' | 'action'>;

const BATCH = 5000;

/** Stores a load and all its rows, in the caller's transaction. Undefined where that very file was stored before. */
export async function storeLoad(
  tx: Queryable,
  load: NewLoad,
  rows: readonly NewLoadRow[],
): Promise<string | undefined> {
  const id = randomUUID();
  const stored = await tx.query(
    `insert into mosaic_load (id, origin, digest, made_by, made_at) values ($1, $2, $3, $4, $5)
     on conflict (digest) do nothing`,
    [id, load.origin, load.digest ?? null, load.by, load.at],
  );
  if (stored.rowCount !== 1) return undefined;
  for (let i = 0; i < rows.length; i += BATCH) {
    await tx.query(
      `insert into mosaic_load_row (load_id, number, person_id, chi, action, outcome, reason, answered_at)
       select $1, number, person_id, chi, action, case when reason is null then 'waiting' else 'rejected' end, reason,
         case when reason is null then null else $3::timestamptz end
       from jsonb_to_recordset($2) as row (number int, person_id text, chi text, action text, reason text)`,
      [id, JSON.stringify(rows.slice(i, i + BATCH)), load.at],
    );
  }
  await finishLoads(tx, load.at);
  return id;
}

export async function loadByDigest(db: Queryable, digest: string): Promise<string | undefined> {
  const found = await db.query<{ id: string }>('select id from mosaic_load where digest = $1', [digest]);
  return found.rows[0]?.id;
}

/**
 * A number that Mosaic holds, as far as we were told, against the link in force: what is to be set, and what a
 * judged pair has left there. A number that nobody has judged stays: it is the council's own.
 */
const DIFFERENCES = `select p.person_id, p.chi_held as chi, 'withdraw' as action, 1 as place
    from link l join council_person p on p.person_id = l.person_id and lpad(p.chi_held, 10, '0') = l.chi
    where l.state = 'undone' and not p.protected_identity
  union all
  select l.person_id, l.chi, 'set', 2 from link l join council_person p on p.person_id = l.person_id
    where l.state = 'in-force' and p.chi_held is distinct from l.chi and not p.protected_identity`;

/** What a load would send now: of each person first what is withdrawn, then what is set. Waiting rows are left out. */
export async function chiDifferences(tx: Queryable): Promise<readonly LoadRowKey[]> {
  const found = await tx.query<LoadRowKey>(
    `select d.person_id, d.chi, d.action from (${DIFFERENCES}) d
     where not exists (select 1 from mosaic_load_row r where r.person_id = d.person_id and r.chi = d.chi
       and r.action = d.action and r.outcome = 'waiting')
     order by d.person_id, d.place`,
  );
  return found.rows;
}

/** Numbers that undone links have left in Mosaic, and that nobody has tried to withdraw since. */
export async function numbersLeftBehind(tx: Queryable): Promise<readonly LoadRowKey[]> {
  const found = await tx.query<LoadRowKey>(
    `select p.person_id, p.chi_held as chi, 'withdraw' as action
     from link l join council_person p on p.person_id = l.person_id and lpad(p.chi_held, 10, '0') = l.chi
     where l.state = 'undone' and not p.protected_identity and not exists (select 1 from mosaic_load_row r
       where r.person_id = p.person_id and r.chi = p.chi_held and r.action = 'withdraw'
         and (r.outcome = 'waiting' or r.answered_at >= l.changed_at))
     order by p.person_id`,
  );
  return found.rows;
}

/** The rejected rows of a load that still say something: nothing later has been accepted for the same person. */
export async function rejectedRows(tx: Queryable, loadId: string): Promise<readonly LoadRowKey[]> {
  const found = await tx.query<LoadRowKey>(
    `select r.person_id, r.chi, r.action from mosaic_load_row r
     where r.load_id = $1 and r.outcome = 'rejected' and r.sent_at is not null
       and not exists (select 1 from mosaic_load_row later where later.person_id = r.person_id
         and (later.outcome = 'waiting' or (later.outcome <> 'rejected' and later.answered_at > r.answered_at)))
     order by r.number`,
    [loadId],
  );
  return found.rows;
}

/** One load is made at a time, so that two that are asked for at once do not send the same rows. */
export async function lockLoads(tx: Queryable): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(7365744)');
}

export interface WaitingRow extends LoadRowKey {
  readonly load_id: string;
  readonly number: number;
  readonly attempts: number;
  readonly sent_at: Instant | null;
  readonly made_by: string;
  /** The pair's link now. */
  readonly linked: boolean;
}

/**
 * The next rows to send, of the oldest load that has any: those never tried first. What has failed before comes
 * alone, so that it can hold up nothing but itself.
 */
export async function waitingRows(tx: Queryable, limit: number): Promise<readonly WaitingRow[]> {
  const found = await tx.query<WaitingRow>(
    `select r.load_id, r.number, r.person_id, r.chi, r.action, r.attempts, r.sent_at, m.made_by,
       exists (select 1 from link l where l.person_id = r.person_id and l.chi = lpad(r.chi, 10, '0') and l.state = 'in-force')
         as linked
     from (select id, made_by from mosaic_load where finished_at is null order by made_at, id limit 1) m
       join mosaic_load_row r on r.load_id = m.id and r.outcome = 'waiting'
     order by r.attempts, r.number limit $1`,
    [limit],
  );
  const [first] = found.rows;
  if (first === undefined) return [];
  return first.attempts > 0 ? [first] : found.rows.filter((row) => row.attempts === 0);
}

export async function markRowsSent(
  tx: Queryable,
  loadId: string,
  numbers: readonly number[],
  at: Instant,
): Promise<void> {
  await tx.query(
    'update mosaic_load_row set sent_at = $3 where load_id = $1 and number = any ($2) and sent_at is null',
    [loadId, numbers, at],
  );
}

export async function countAttempt(tx: Queryable, loadId: string, numbers: readonly number[]): Promise<void> {
  await tx.query(
    'update mosaic_load_row set attempts = attempts + 1 where load_id = $1 and number = any ($2)',
    [loadId, numbers],
  );
}

export interface RowAnswer {
  readonly number: number;
  readonly outcome: 'accepted' | 'unchanged' | 'rejected';
  readonly reason: string | null;
}

/** Records what became of rows, and with it what Mosaic now holds. A row that has its answer keeps it. */
export async function recordAnswers(
  tx: Queryable,
  loadId: string,
  answers: readonly RowAnswer[],
  at: Instant,
): Promise<void> {
  await tx.query(
    `with answered as (
       update mosaic_load_row r set outcome = a.outcome, reason = a.reason, answered_at = $3
       from jsonb_to_recordset($2) as a (number int, outcome text, reason text)
       where r.load_id = $1 and r.number = a.number and r.outcome = 'waiting'
       returning r.person_id, r.chi, r.action, r.outcome)
     update council_person p set chi_held = case when d.action = 'set' then d.chi end
     from (select distinct on (person_id) * from answered where outcome <> 'rejected' order by person_id, action) d
     where p.person_id = d.person_id`,
    [loadId, JSON.stringify(answers), at],
  );
  await finishLoads(tx, at);
}

async function finishLoads(tx: Queryable, at: Instant): Promise<void> {
  await tx.query(
    `update mosaic_load m set finished_at = $1 where finished_at is null
     and not exists (select 1 from mosaic_load_row r where r.load_id = m.id and r.outcome = 'waiting')`,
    [at],
  );
}
