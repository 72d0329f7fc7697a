import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';
import type { LinkRow } from './links.ts';

/** Why a link that stands is to be looked at again. */
export type DoubtReason =
  /** The person came under protection, or was restricted, after the model had linked them. */
  | 'protection-since'
  /** Re-scored, the pair no longer reaches the threshold for a link. */
  | 'scores-less'
  /** Re-scored, another candidate has come too close, or is ahead. */
  | 'runner-up-since'
  /** The register has merged or replaced the CHI number. */
  | 'number-superseded'
  /** The register, or the council, no longer holds the record. */
  | 'record-gone'
  /** A reviewer with no knowledge of the first decision judged otherwise. */
  | 'reviewers-disagree';

export interface NewDoubt {
  readonly linkId: string;
  readonly reason: DoubtReason;
  /** What was found, for the steward's page: figures and codes, no free text. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Doubts links that are in force, in the caller's transaction: locks each and leaves the rest alone. A doubt that
 * is open already is not raised twice.
 * @returns the links doubted now, with the reason of each
 */
export async function raiseDoubts(
  tx: Queryable,
  doubts: readonly NewDoubt[],
  by: string,
  at: Instant,
): Promise<readonly (Pick<LinkRow, 'id' | 'person_id' | 'chi'> & { readonly reason: DoubtReason })[]> {
  await tx.query(`select 1 from link where id = any ($1) order by id for update`, [
    doubts.map((one) => one.linkId),
  ]);
  const raised = await tx.query<Pick<LinkRow, 'id' | 'person_id' | 'chi'> & { readonly reason: DoubtReason }>(
    `with raised as (
       insert into link_doubt (link_id, reason, detail, raised_by, raised_at)
       select distinct on (row.link_id, row.reason) row.link_id, row.reason, row.detail, $2, $3
       from jsonb_to_recordset($1) as row (link_id uuid, reason text, detail jsonb)
         join link l on l.id = row.link_id and l.state = 'in-force'
       on conflict (link_id, reason) where settled_at is null do nothing returning link_id, reason)
     select l.id, l.person_id, l.chi, raised.reason from raised join link l on l.id = raised.link_id order by l.id`,
    [
      JSON.stringify(doubts.map(({ linkId, reason, detail }) => ({ link_id: linkId, reason, detail }))),
      by,
      at,
    ],
  );
  return raised.rows;
}

/** Links that a model made, in force, of people who have come under protection or been restricted since. */
export async function unconfirmedProtected(db: Queryable): Promise<readonly Pick<LinkRow, 'id'>[]> {
  const found = await db.query<Pick<LinkRow, 'id'>>(
    `select l.id from link l join council_person p on p.person_id = l.person_id
     where l.state = 'in-force' and l.made_by like 'model:%' and (p.protection or p.restricted)
       and not exists (select 1 from link_doubt d where d.link_id = l.id and d.reason = 'protection-since'
         and d.settled_at is null)
     order by l.id`,
  );
  return found.rows;
}

export interface DoubtRow {
  readonly link_id: string;
  readonly reason: DoubtReason;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly raised_at: Instant;
}

/** The open doubts about the links of one council record, the oldest first. */
export async function openDoubts(db: Queryable, personId: string): Promise<readonly DoubtRow[]> {
  const found = await db.query<DoubtRow>(
    `select d.link_id, d.reason, d.detail, d.raised_at from link_doubt d join link l on l.id = d.link_id
     where l.person_id = $1 and d.settled_at is null order by d.raised_at, d.reason`,
    [personId],
  );
  return found.rows;
}

/** A person has judged this link: nothing of it is in doubt any more. */
export async function settleDoubts(db: Queryable, linkId: string, by: string, at: Instant): Promise<void> {
  await db.query(
    'update link_doubt set settled_by = $2, settled_at = $3 where link_id = $1 and settled_at is null',
    [linkId, by, at],
  );
}
