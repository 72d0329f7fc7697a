import { randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';

/** Something a person has to look at. */
export interface TaskRow {
  readonly id: string;
  readonly kind: string;
  readonly chi: string | null;
  readonly person_ids: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly raised_by: string;
  readonly raised_at: Instant;
}

export async function raiseTask(db: Queryable, task: Omit<TaskRow, 'id'>): Promise<string> {
  const id = randomUUID();
  await db.query(
    'insert into task (id, kind, chi, person_ids, detail, raised_by, raised_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, task.kind, task.chi, task.person_ids, JSON.stringify(task.detail), task.raised_by, task.raised_at],
  );
  return id;
}

/** The task of one of these kinds that was raised from this view, if one was. */
export async function taskOfView(
  db: Queryable,
  kinds: readonly string[],
  viewId: string,
): Promise<Pick<TaskRow, 'id' | 'kind'> | undefined> {
  const found = await db.query<Pick<TaskRow, 'id' | 'kind'>>(
    `select id, kind from task where kind = any ($1) and detail ->> 'viewId' = $2 limit 1`,
    [kinds, viewId],
  );
  return found.rows[0];
}

export async function openTasks(db: Database, limit: number): Promise<readonly TaskRow[]> {
  const found = await db.query<TaskRow>(
    'select id, kind, chi, person_ids, detail, raised_by, raised_at from task where done_at is null order by raised_at desc limit $1',
    [limit],
  );
  return found.rows;
}

export async function finishTask(db: Queryable, id: string, by: string, at: Instant): Promise<boolean> {
  const done = await db.query(
    'update task set done_at = $3, done_by = $2 where id = $1 and done_at is null',
    [id, by, at],
  );
  return done.rowCount === 1;
}

export async function openTasksOf(db: Queryable, personId: string): Promise<readonly TaskRow[]> {
  const found = await db.query<TaskRow>(
    `select id, kind, chi, person_ids, detail, raised_by, raised_at from task
     where done_at is null and person_ids @> array[$1] order by raised_at desc, id limit 50`,
    [personId],
  );
  return found.rows;
}

/**
 * Finishes the tasks of this person that the links have settled: a report when none of its people has a suspended
 * link any more, a duplicate when fewer than two of its records stand on the number, what was not acknowledged when
 * everybody has.
 */
export async function finishSettledTasks(
  db: Queryable,
  personId: string,
  by: string,
  at: Instant,
): Promise<number> {
  const done = await db.query(
    `update task t set done_at = $3, done_by = $2
     where t.done_at is null and t.person_ids @> array[$1] and case t.kind
       when 'not-my-patient' then not exists (
         select 1 from link l where l.person_id = any (t.person_ids) and l.state = 'suspended')
       when 'duplicate-council-records' then (select count(*) from link l
         where l.person_id = any (t.person_ids) and l.chi = t.chi and l.state = 'in-force') < 2
       when 'exposure-unacknowledged' then not exists (select 1 from exposure_notice n
         where n.link_id = (t.detail ->> 'linkId')::uuid and n.acknowledged_at is null)
       else false end`,
    [personId, by, at],
  );
  return done.rowCount ?? 0;
}

/** Raises an incident of this kind unless one is open. */
export async function raiseIncident(
  db: Queryable,
  kind: string,
  detail: Readonly<Record<string, unknown>>,
  at: Instant,
): Promise<boolean> {
  const raised = await db.query(
    `insert into incident (id, kind, detail, raised_at) values ($1, $2, $3, $4)
     on conflict (kind) where ended_at is null do nothing`,
    [randomUUID(), kind, JSON.stringify(detail), at],
  );
  return raised.rowCount === 1;
}

export async function endIncident(db: Queryable, kind: string, at: Instant): Promise<boolean> {
  const ended = await db.query('update incident set ended_at = $2 where kind = $1 and ended_at is null', [
    kind,
    at,
  ]);
  return ended.rowCount === 1;
}

export interface IncidentRow {
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly raised_at: Instant;
}

export async function openIncidents(db: Database): Promise<readonly IncidentRow[]> {
  const found = await db.query<IncidentRow>(
    'select kind, detail, raised_at from incident where ended_at is null order by raised_at',
  );
  return found.rows;
}

/** Counts codes that a source's mapping does not know. */
export async function countUnknownCodes(
  db: Queryable,
  source: string,
  codes: readonly { readonly item: string; readonly system: string; readonly code: string }[],
  at: Instant,
): Promise<void> {
  if (codes.length === 0) return;
  await db.query(
    `insert into unknown_code (source, item, system, code, seen, first_at, last_at)
     select $1, row.item, row.system, row.code, count(*), $3, $3
     from jsonb_to_recordset($2) as row (item text, system text, code text) group by 2, 3, 4 order by 2, 3, 4
     on conflict (source, item, system, code) do update
     set seen = unknown_code.seen + excluded.seen, last_at = excluded.last_at`,
    [source, JSON.stringify(codes), at],
  );
}

export interface UnknownCodeRow {
  readonly source: string;
  readonly item: string;
  readonly system: string;
  readonly code: string;
  readonly seen: number;
  readonly last_at: Instant;
}

export async function listUnknownCodes(db: Database, limit: number): Promise<readonly UnknownCodeRow[]> {
  const found = await db.query<UnknownCodeRow>(
    'select source, item, system, code, seen, last_at from unknown_code order by seen desc, last_at desc limit $1',
    [limit],
  );
  return found.rows;
}
