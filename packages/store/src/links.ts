import { randomUUID } from 'node:crypto';
import type { ChiNumber, Instant, MosaicPersonId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import { syncReviewCases } from './review-sync.ts';

export type LinkState = 'in-force' | 'under-review' | 'suspended' | 'undone';

export interface LinkRow {
  readonly id: string;
  readonly person_id: MosaicPersonId;
  readonly chi: ChiNumber;
  readonly state: LinkState;
  readonly match_weight: number;
  readonly explanation: Readonly<Record<string, unknown>>;
  readonly run_id: string | null;
  readonly made_by: string;
  readonly changed_at: Instant;
}

export interface NewLink {
  readonly person_id: MosaicPersonId;
  readonly chi: ChiNumber;
  readonly state: 'in-force' | 'under-review';
  readonly match_weight: number;
  readonly explanation: unknown;
}

export type WrittenLink = Pick<LinkRow, 'id' | 'person_id' | 'chi' | 'state'>;

const BATCH = 2000;

/**
 * Writes what a run decided. A pair that a person has judged, or that stands already, is left as it is: the model
 * never overrides a human, and never takes back a link in silence.
 */
export async function writeRunLinks(
  db: Queryable,
  run: { readonly id: string; readonly madeBy: string; readonly at: Instant },
  links: readonly NewLink[],
): Promise<readonly WrittenLink[]> {
  const written: WrittenLink[] = [];
  for (let i = 0; i < links.length; i += BATCH) {
    const rows = links.slice(i, i + BATCH).map((link) => ({ ...link, id: randomUUID() }));
    const done = await db.query<WrittenLink>(
      `insert into link (id, person_id, chi, state, match_weight, explanation, run_id, made_by, changed_at)
       select row.id, row.person_id, row.chi, row.state, row.match_weight, row.explanation, $2, $3, $4
       from jsonb_to_recordset($1) as row (id uuid, person_id text, chi text, state text, match_weight float8, explanation jsonb)
       where not exists (select 1 from link l where l.person_id = row.person_id and l.state in ('in-force', 'suspended'))
       on conflict (person_id, chi) do nothing returning id, person_id, chi, state`,
      [JSON.stringify(rows), run.id, run.madeBy, run.at],
    );
    written.push(...done.rows);
  }
  // Of everybody: a run comes after a load, and protection or a restriction may have begun since.
  await syncReviewCases(db);
  return written;
}

/** Writes pairs that a change has led to, in the caller's transaction. A pair that there is already is left as it is. */
export async function insertLinks(
  tx: Queryable,
  links: readonly NewLink[],
  madeBy: string,
  at: Instant,
): Promise<readonly WrittenLink[]> {
  const done = await tx.query<WrittenLink>(
    `insert into link (id, person_id, chi, state, match_weight, explanation, made_by, changed_at)
     select row.id, row.person_id, row.chi, row.state, row.match_weight, row.explanation, $2, $3
     from jsonb_to_recordset($1) as row (id uuid, person_id text, chi text, state text, match_weight float8, explanation jsonb)
     on conflict (person_id, chi) do nothing returning id, person_id, chi, state`,
    [JSON.stringify(links.map((link) => ({ ...link, id: randomUUID() }))), madeBy, at],
  );
  return done.rows;
}

const COLUMNS = 'id, person_id, chi, state, match_weight, explanation, run_id, made_by, changed_at';

export async function linkById(db: Queryable, id: string): Promise<LinkRow | undefined> {
  const found = await db.query<LinkRow>(`select ${COLUMNS} from link where id = $1`, [id]);
  return found.rows[0];
}

export async function linksOf(
  db: Queryable,
  about: { readonly chi?: string; readonly personIds?: readonly string[] },
): Promise<readonly LinkRow[]> {
  const found = await db.query<LinkRow>(
    `select ${COLUMNS} from link where chi = $1 or person_id = any ($2) order by match_weight desc`,
    [about.chi ?? null, about.personIds ?? []],
  );
  return found.rows;
}

export async function linksByState(
  db: Database,
  state: LinkState,
  limit: number,
): Promise<readonly LinkRow[]> {
  const found = await db.query<LinkRow>(
    `select ${COLUMNS} from link where state = $1 order by match_weight desc, id limit $2`,
    [state, limit],
  );
  return found.rows;
}

export async function countLinks(db: Database): Promise<Readonly<Record<LinkState, number>>> {
  const found = await db.query<{ state: LinkState; n: number }>(
    'select state, count(*) as n from link group by state',
  );
  const counts = { 'in-force': 0, 'under-review': 0, suspended: 0, undone: 0 };
  for (const row of found.rows) counts[row.state] = row.n;
  return counts;
}

/** Moves a link from one of the states named; undefined where it was in none of them. */
export async function moveLink(
  db: Queryable,
  id: string,
  from: readonly LinkState[],
  to: LinkState,
  by: string,
  at: Instant,
): Promise<LinkRow | undefined> {
  const moved = await db.query<LinkRow>(
    `update link set state = $3, made_by = $4, changed_at = $5 where id = $1 and state = any ($2) returning ${COLUMNS}`,
    [id, from, to, by, at],
  );
  return moved.rows[0];
}

/** Suspends these pairs where they are in force, for both organisations at once. */
export async function suspendLinks(
  db: Queryable,
  pairs: { readonly chis: readonly string[]; readonly personIds: readonly string[] },
  by: string,
  at: Instant,
): Promise<readonly LinkRow[]> {
  const moved = await db.query<LinkRow>(
    `update link set state = 'suspended', made_by = $3, changed_at = $4
     where state = 'in-force' and chi = any ($1) and person_id = any ($2) returning ${COLUMNS}`,
    [pairs.chis, pairs.personIds, by, at],
  );
  if (moved.rows.length > 0)
    await syncReviewCases(
      db,
      moved.rows.map((link) => link.person_id),
    );
  return moved.rows;
}

export async function startRun(
  db: Queryable,
  run: { readonly model: string; readonly at: Instant; readonly council: number; readonly chi: number },
): Promise<string> {
  const id = randomUUID();
  await db.query(
    'insert into match_run (id, model, started_at, council_count, chi_count) values ($1, $2, $3, $4, $5)',
    [id, run.model, run.at, run.council, run.chi],
  );
  return id;
}

export async function finishRun(db: Queryable, id: string, outcome: unknown, at: Instant): Promise<void> {
  await db.query('update match_run set finished_at = $3, outcome = $2 where id = $1', [
    id,
    JSON.stringify(outcome),
    at,
  ]);
}

export interface FinishedRun {
  readonly model: string;
  readonly finished_at: Instant;
  readonly outcome: Readonly<Record<string, unknown>> | null;
}

export async function latestRun(db: Database): Promise<FinishedRun | undefined> {
  const found = await db.query<FinishedRun>(
    `select model, finished_at, outcome from match_run where finished_at is not null order by finished_at desc limit 1`,
  );
  return found.rows[0];
}
