import type { Decided, Gathered } from '@solway/answer';
import type { Instant, IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface AccessRequestRow {
  readonly id: string;
  readonly reference: number;
  readonly organisation: string;
  readonly state: 'open' | 'released' | 'ended';
  readonly received_on: IsoDate;
  readonly chi: string | null;
  readonly person_id: string | null;
  readonly name: string;
  readonly birth_date: IsoDate | null;
  readonly requester: 'self' | 'proxy';
  readonly proxy_name: string | null;
  readonly proxy_basis: string | null;
  readonly scope: string;
  readonly identity_confirmed_on: IsoDate | null;
  readonly extended_on: IsoDate | null;
  readonly gathered_at: Instant | null;
  readonly released_at: Instant | null;
  readonly document: unknown;
  readonly digest: string | null;
  readonly owner_name: string;
  readonly stops: readonly { readonly from: IsoDate; readonly until: IsoDate | null; readonly why: string }[];
}
export interface RequestStepRow {
  readonly at: Instant;
  readonly by_name: string;
  readonly step: string;
  readonly note: string;
}

const COLUMNS = `r.id, r.reference, r.organisation, r.state, r.received_on, r.chi, r.person_id, r.name, r.birth_date,
  r.requester, r.proxy_name, r.proxy_basis, r.scope, r.identity_confirmed_on, r.extended_on, r.gathered_at, r.released_at,
  r.document, r.digest, r.owner_name,
  coalesce((select jsonb_agg(jsonb_build_object('from', s.from_on, 'until', s.until_on, 'why', s.why) order by s.from_on)
    from access_request_stop s where s.request_id = r.id), '[]'::jsonb) as stops`;

export type NewRequest = Pick<
  AccessRequestRow,
  | 'organisation'
  | 'received_on'
  | 'chi'
  | 'person_id'
  | 'name'
  | 'birth_date'
  | 'requester'
  | 'proxy_name'
  | 'proxy_basis'
  | 'scope'
  | 'owner_name'
>;

export async function receiveRequest(tx: Queryable, one: NewRequest): Promise<string> {
  const made = await tx.query<{ id: string }>(
    `insert into access_request (organisation, state, received_on, chi, person_id, name, birth_date, requester, proxy_name,
       proxy_basis, scope, owner_name)
     values ($1, 'open', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
    [
      one.organisation,
      one.received_on,
      one.chi,
      one.person_id,
      one.name,
      one.birth_date,
      one.requester,
      one.proxy_name,
      one.proxy_basis,
      one.scope,
      one.owner_name,
    ],
  );
  return made.rows[0]?.id ?? '';
}

/** A request of this organisation; locked where it is to be changed. */
export async function requestById(
  db: Queryable,
  organisation: string,
  id: string,
  lock = false,
): Promise<AccessRequestRow | undefined> {
  const found = await db.query<AccessRequestRow>(
    `select ${COLUMNS} from access_request r where r.id = $1 and r.organisation = $2 ${lock ? 'for update' : ''}`,
    [id, organisation],
  );
  return found.rows[0];
}

/** The open ones, the oldest first; then those answered last. */
export async function listRequests(
  db: Queryable,
  organisation: string,
  limit: number,
): Promise<readonly AccessRequestRow[]> {
  const found = await db.query<AccessRequestRow>(
    `select ${COLUMNS} from access_request r where r.organisation = $1
     order by (r.state <> 'open'), case when r.state = 'open' then r.received_on end, r.released_at desc, r.reference
     limit $2`,
    [organisation, limit],
  );
  return found.rows;
}

export async function addRequestStep(tx: Queryable, requestId: string, step: RequestStepRow): Promise<void> {
  await tx.query(
    'insert into access_request_step (request_id, at, by_name, step, note) values ($1, $2, $3, $4, $5)',
    [requestId, step.at, step.by_name, step.step, step.note],
  );
}

export async function requestSteps(db: Queryable, requestId: string): Promise<readonly RequestStepRow[]> {
  const found = await db.query<RequestStepRow>(
    'select at, by_name, step, note from access_request_step where request_id = $1 order by id',
    [requestId],
  );
  return found.rows;
}

export async function confirmIdentity(tx: Queryable, requestId: string, on: IsoDate): Promise<void> {
  await tx.query('update access_request set identity_confirmed_on = $2 where id = $1', [requestId, on]);
}

export async function extendRequest(tx: Queryable, requestId: string, on: IsoDate): Promise<void> {
  await tx.query('update access_request set extended_on = $2 where id = $1', [requestId, on]);
}

/** Stops the clock from a day; false where it stands still already. */
export async function stopClock(
  tx: Queryable,
  requestId: string,
  from: IsoDate,
  why: string,
): Promise<boolean> {
  const stopped = await tx.query(
    `insert into access_request_stop (request_id, from_on, why) select $1, $2, $3
     where not exists (select 1 from access_request_stop where request_id = $1 and until_on is null)
     on conflict (request_id, from_on) do update set until_on = null, why = excluded.why`,
    [requestId, from, why],
  );
  return stopped.rowCount === 1;
}

export async function resumeClock(tx: Queryable, requestId: string, until: IsoDate): Promise<boolean> {
  const resumed = await tx.query(
    'update access_request_stop set until_on = $2 where request_id = $1 and until_on is null',
    [requestId, until],
  );
  return resumed.rowCount === 1;
}

/** Keeps what was gathered. What was there before keeps its decision, unless it is held back for a new reason. */
export async function keepGathered(
  tx: Queryable,
  requestId: string,
  items: readonly Gathered[],
  at: Instant,
): Promise<void> {
  await tx.query(
    `insert into access_request_item (request_id, key, item, held, entry_id)
     select $1, row.key, row.item, row.held, row.entry_id
     from jsonb_to_recordset($2) as row (key text, item jsonb, held boolean, entry_id uuid)
     on conflict (request_id, key) do update set item = excluded.item, held = excluded.held,
       decision = case when access_request_item.item -> 'holds' = excluded.item -> 'holds'
         then access_request_item.decision end`,
    [
      requestId,
      JSON.stringify(
        items.map((item, place) => ({
          key: item.key,
          item: { ...item, place },
          held: item.holds.length > 0,
          entry_id: item.entryId ?? null,
        })),
      ),
    ],
  );
  await tx.query('delete from access_request_item where request_id = $1 and not (key = any ($2))', [
    requestId,
    items.map((item) => item.key),
  ]);
  await tx.query('update access_request set gathered_at = $2 where id = $1', [requestId, at]);
}

export interface RequestItem extends Decided {
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
}

export async function requestItems(db: Queryable, requestId: string): Promise<readonly RequestItem[]> {
  const found = await db.query<{
    item: Gathered & { readonly place: number };
    decision: 'include' | 'withhold' | null;
    reason: string | null;
    by_name: string | null;
  }>(
    `select item, decision, reason, by_name from access_request_item where request_id = $1
     order by item ->> 'at' nulls first, (item ->> 'place')::int`,
    [requestId],
  );
  return found.rows.map(({ item: { place: _, ...item }, ...row }) => ({
    ...item,
    decision: row.decision ?? undefined,
    reason: row.reason ?? undefined,
    by: row.by_name ?? undefined,
  }));
}

/** Decides about items by their keys. @returns how many there were */
export async function decideItems(
  tx: Queryable,
  requestId: string,
  keys: readonly string[],
  decision: { readonly as: 'include' | 'withhold'; readonly reason: string; readonly by: string },
): Promise<number> {
  const decided = await tx.query(
    `update access_request_item set decision = $3, reason = $4, by_name = $5
     where request_id = $1 and key = any ($2)`,
    [requestId, keys, decision.as, decision.reason, decision.by],
  );
  return decided.rowCount ?? 0;
}

export async function releaseRequest(
  tx: Queryable,
  requestId: string,
  answer: { readonly document: unknown; readonly digest: string; readonly at: Instant },
): Promise<void> {
  await tx.query(
    `update access_request set state = 'released', document = $2, digest = $3, released_at = $4 where id = $1`,
    [requestId, JSON.stringify(answer.document), answer.digest, answer.at],
  );
}

export async function endRequest(tx: Queryable, requestId: string): Promise<void> {
  await tx.query(`update access_request set state = 'ended' where id = $1`, [requestId]);
}
