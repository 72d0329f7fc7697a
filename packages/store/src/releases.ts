import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

export const RELEASE_STATES = ['raised', 'contained', 'assessed', 'notified', 'closed'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];
export type ReleaseRisk = 'none' | 'risk' | 'high';

export interface ReleaseRow {
  readonly id: string;
  readonly reference: number;
  readonly state: ReleaseState;
  readonly what: string;
  readonly known_at: Instant;
  readonly notify_by: Instant;
  readonly people: number;
  readonly risk: ReleaseRisk | null;
  readonly owner_name: string;
  readonly raised_at: Instant;
  readonly closed_at: Instant | null;
}
export interface ReleaseStepRow {
  readonly release_id: string;
  readonly at: Instant;
  readonly by_name: string;
  readonly state: ReleaseState;
  readonly note: string;
}

const COLUMNS =
  'id, reference, state, what, known_at, notify_by, people, risk, owner_name, raised_at, closed_at';

export async function raiseRelease(
  tx: Queryable,
  organisation: string,
  one: Pick<ReleaseRow, 'what' | 'known_at' | 'notify_by' | 'people' | 'owner_name' | 'raised_at'>,
): Promise<string> {
  const made = await tx.query<{ id: string }>(
    `insert into release (organisation, state, what, known_at, notify_by, people, owner_name, raised_at)
     values ($1, 'raised', $2, $3, $4, $5, $6, $7) returning id`,
    [organisation, one.what, one.known_at, one.notify_by, one.people, one.owner_name, one.raised_at],
  );
  return made.rows[0]?.id ?? '';
}

/** Moves it on from the state that the page showed; false where it has moved since. */
export async function moveRelease(
  tx: Queryable,
  organisation: string,
  id: string,
  move: {
    readonly from: ReleaseState;
    readonly to: ReleaseState;
    readonly risk?: ReleaseRisk | undefined;
    readonly at: Instant;
  },
): Promise<boolean> {
  const moved = await tx.query(
    `update release set state = $4, risk = coalesce($5, risk), closed_at = case when $4 = 'closed' then $6::timestamptz end
     where id = $2 and organisation = $1 and state = $3`,
    [organisation, id, move.from, move.to, move.risk ?? null, move.at],
  );
  return moved.rowCount === 1;
}

export async function addReleaseStep(tx: Queryable, step: ReleaseStepRow): Promise<void> {
  await tx.query(
    'insert into release_step (release_id, at, by_name, state, note) values ($1, $2, $3, $4, $5)',
    [step.release_id, step.at, step.by_name, step.state, step.note],
  );
}

/** The open ones, the first to be notified first; then those closed last; each with its steps. */
export async function listReleases(
  db: Queryable,
  organisation: string,
  limit: number,
): Promise<readonly (ReleaseRow & { readonly steps: readonly ReleaseStepRow[] })[]> {
  const found = await db.query<ReleaseRow>(
    `select ${COLUMNS} from release where organisation = $1
     order by (state = 'closed'), case when state <> 'closed' then notify_by end, closed_at desc, reference limit $2`,
    [organisation, limit],
  );
  const steps = await db.query<ReleaseStepRow>(
    'select release_id, at, by_name, state, note from release_step where release_id = any ($1) order by id',
    [found.rows.map((row) => row.id)],
  );
  const of = Map.groupBy(steps.rows, (step) => step.release_id);
  return found.rows.map((row) => ({ ...row, steps: of.get(row.id) ?? [] }));
}
