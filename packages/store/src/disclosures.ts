import { randomBytes } from 'node:crypto';
import type { ChiNumber, Instant } from '@solway/kernel';
import { type EntryOf, sealEntry } from '@solway/ledger';
import { CONTEXT_SQL, type ViewContext } from './context.ts';
import type { Queryable } from './database.ts';
import { NEWEST_OF_SESSION } from './views.ts';

/** What a page was decided on: it may be released only if, as its entry is written, all of it is still so. */
export interface DecidedOn {
  readonly context: ViewContext;
  /** SHA-256 of the agreement's canonical form, in hex. */
  readonly agreementDigest: string;
  readonly now: Instant;
}

/**
 * Writes the entry for a page, unless something that the page rests on has changed while it was put together: the
 * view was closed or overtaken, a link suspended, a restriction set, the user left, the agreement ended. One
 * committed statement. False where nothing was written, and then nothing may be released.
 */
export async function appendDisclosure(
  db: Queryable,
  entry: EntryOf<'disclosed'>,
  about: { readonly chi?: ChiNumber },
  decidedOn: DecidedOn,
): Promise<boolean> {
  const sealed = sealEntry(entry, randomBytes(32));
  const written = await db.query({
    name: 'append-disclosure',
    text: `insert into ledger_entry (id, kind, at, leaf, leaf_hash, opening, subject_chi, view_id)
      select $1, $2, $3, $4, $5, $6, $7, s.view_id from view s
      where s.view_id = $8 and s.closed_at is null and s.expires_at > $10 and ${NEWEST_OF_SESSION}
        and ${CONTEXT_SQL} = $9::jsonb
        and exists (select 1 from agreement a where a.digest = $11 and a.in_force_from <= $10
          and (a.ended_at is null or a.ended_at > $10))`,
    values: [
      entry.id,
      entry.kind,
      entry.at,
      sealed.leaf,
      sealed.leafHash,
      sealed.opening,
      about.chi ?? null,
      entry.viewId,
      JSON.stringify(decidedOn.context),
      decidedOn.now,
      decidedOn.agreementDigest,
    ],
  });
  return written.rowCount === 1;
}
