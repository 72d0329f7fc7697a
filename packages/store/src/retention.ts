import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface Erased {
  readonly count: number;
  /** Places in the tree; absent where nothing was erased. */
  readonly first?: number;
  readonly last?: number;
}

// A person's entries go together, once the last of them is old enough. While anybody is held, what can't be told to be
// about somebody else is held as well.
const DUE = `e.opening is not null and e.sequence is not null and e.at < $1
  and (e.subject_chi is null or not exists (
    select 1 from ledger_entry newer where newer.subject_chi = e.subject_chi and newer.at >= $1))
  and not exists (select 1 from legal_hold h where h.ended_at is null
    and (h.chi = e.subject_chi or h.person_id = v.person_id or (e.subject_chi is null and v.view_id is null)))`;

/** How many entries a run would erase now. */
export async function countErasable(db: Queryable, before: Instant): Promise<number> {
  const found = await db.query<{ n: number }>(
    `select count(*) as n from ledger_entry e left join view v on v.view_id = e.view_id where ${DUE}`,
    [before],
  );
  return found.rows[0]?.n ?? 0;
}

/** Erases the personal part of the oldest entries that are due: opening, salt and the number they are found by. */
export async function eraseEntries(tx: Queryable, before: Instant, limit: number): Promise<Erased> {
  const erased = await tx.query<{ count: number; first: number | null; last: number | null }>(
    `with due as (
       select e.id from ledger_entry e left join view v on v.view_id = e.view_id where ${DUE}
       order by e.sequence limit $2),
     gone as (
       update ledger_entry e set opening = null, subject_chi = null from due where e.id = due.id returning e.sequence)
     select count(*) as count, min(sequence) as first, max(sequence) as last from gone`,
    [before, limit],
  );
  const { count = 0, first = null, last = null } = erased.rows[0] ?? {};
  return { count, ...(first === null ? {} : { first }), ...(last === null ? {} : { last }) };
}

/** Whatever else ties an erased entry to a person or a user: the opened pages, findings, and answered requests. */
export async function eraseTraces(tx: Queryable, before: Instant): Promise<void> {
  await tx.query(
    `delete from view v where v.opened_at < $1 and v.closed_at is not null
       and not exists (select 1 from ledger_entry e where e.view_id = v.view_id and e.opening is not null)`,
    [before],
  );
  const held = (table: string): string => `not exists (select 1 from legal_hold h where h.ended_at is null
    and (h.chi = ${table}.chi or h.person_id = any (${table}.person_ids)))`;
  await tx.query(
    `delete from finding f where f.last_at < $1 and f.state <> 'investigating' and ${held('f')}`,
    [before],
  );
  await tx.query(
    `delete from investigation i where i.closed_at < $1
       and not exists (select 1 from finding f where f.investigation_id = i.id)`,
    [before],
  );
  await tx.query(
    `delete from access_request r where r.state <> 'open' and coalesce(r.released_at, r.received_on) < $1
       and not exists (select 1 from legal_hold h where h.ended_at is null
         and (h.chi = r.chi or h.person_id = r.person_id))`,
    [before],
  );
}

export async function keepRetentionRun(
  tx: Queryable,
  run: { readonly at: Instant; readonly before: Instant; readonly erased: number },
): Promise<void> {
  await tx.query('insert into retention_run (at, before, erased) values ($1, $2, $3)', [
    run.at,
    run.before,
    run.erased,
  ]);
}

export interface RetentionRunRow {
  readonly at: Instant;
  readonly before: Instant;
  readonly erased: number;
}

export async function retentionRuns(db: Queryable, limit: number): Promise<readonly RetentionRunRow[]> {
  const found = await db.query<RetentionRunRow>(
    'select at, before, erased from retention_run order by id desc limit $1',
    [limit],
  );
  return found.rows;
}

export interface HoldRow {
  readonly id: string;
  readonly chi: string | null;
  readonly person_id: string | null;
  readonly name: string;
  readonly why: string;
  readonly by_name: string;
  readonly at: Instant;
}

export async function holdsInForce(db: Queryable, organisation: string): Promise<readonly HoldRow[]> {
  const found = await db.query<HoldRow>(
    `select id, chi, person_id, name, why, by_name, at from legal_hold
     where organisation = $1 and ended_at is null order by at`,
    [organisation],
  );
  return found.rows;
}

/**
 * Holds a person's entries. Those made from the other side are held by the number of the link in force, which the hold
 * keeps to itself.
 */
export async function putHold(
  tx: Queryable,
  organisation: string,
  hold: Omit<HoldRow, 'id'>,
): Promise<string> {
  const made = await tx.query<{ id: string }>(
    `insert into legal_hold (organisation, chi, person_id, name, why, by_name, at)
     values ($1,
       coalesce($2, (select l.chi from link l where l.person_id = $3 and l.state = 'in-force' limit 1)),
       coalesce($3, (select l.person_id from link l where l.chi = $2 and l.state = 'in-force' limit 1)),
       $4, $5, $6, $7) returning id`,
    [organisation, hold.chi, hold.person_id, hold.name, hold.why, hold.by_name, hold.at],
  );
  return made.rows[0]?.id ?? '';
}

export async function endHold(
  tx: Queryable,
  organisation: string,
  id: string,
  at: Instant,
): Promise<boolean> {
  const ended = await tx.query(
    'update legal_hold set ended_at = $3 where organisation = $1 and id = $2 and ended_at is null',
    [organisation, id, at],
  );
  return ended.rowCount === 1;
}
