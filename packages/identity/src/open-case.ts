import { type ChiNumber, type Instant, instantOf } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import {
  appendEntries,
  claimCase,
  type Database,
  entriesAbout,
  type LinkRow,
  type OpenOpinion,
  openOpinion,
  openTasksOf,
  type Queryable,
  releaseClaims,
  reviewCase,
  type ReviewCaseRow,
  reviewFacts,
  type ReviewFacts,
  type ReviewNoteRow,
  reviewNotes,
  type TaskRow,
  transaction,
  whoElseMay,
} from '@solway/store';
import { type Household, householdOf } from './household.ts';
import { isMineThatWaits } from './opinion.ts';
import { ReviewError } from './review-error.ts';
import { screenOf } from './review.ts';
import { householdEntry, reviewEntry, type Steward, stewardId } from './steward.ts';

const CLAIM_MINUTES = 10;
/** Candidates shown side by side. */
const MOST_CANDIDATES = 5;

/** Who stopped a link, and why. */
export interface Suspension {
  readonly linkId: string;
  readonly at: Instant;
  /** Undefined where the personal part of the entry has been erased. */
  readonly by?: { readonly name: string; readonly role: string; readonly organisation: string };
  readonly explanation?: string;
}

export interface OpenedCase {
  readonly row: ReviewCaseRow;
  readonly facts: ReviewFacts;
  /** The pairs that are shown side by side: what waits, is suspended or stands; the heaviest first. */
  readonly candidates: readonly LinkRow[];
  readonly screen: string;
  /** False where another steward holds it: then it can be read and not decided. */
  readonly mine: boolean;
  /** Only where this steward gave it, or where two have disagreed: nobody judges knowing what another judged. */
  readonly opinion?: OpenOpinion;
  /** Stewards who may decide it. */
  readonly mayBeAssigned: readonly { readonly user_id: string; readonly name: string }[];
  readonly household: Household;
  readonly notes: readonly ReviewNoteRow[];
  readonly tasks: readonly TaskRow[];
  readonly suspensions: readonly Suspension[];
}

/**
 * Claims a case and reads all that a decision rests on. That a steward was shown these people is in the ledger
 * before this returns, under each candidate's number and each that is listed with them.
 * @throws {ReviewError} `review-unknown`, `review-withheld`
 */
export async function openCase(db: Database, steward: Steward, id: string, at: Instant): Promise<OpenedCase> {
  return transaction(db, async (tx) => {
    const by = stewardId(steward);
    const before = await reviewCase(tx, steward, id);
    if (before === undefined) throw new ReviewError('review-unknown', 'there is no such case');
    if (before.withheld || before.person_id === null) {
      throw new ReviewError('review-withheld', 'this case is for a steward on the allow-list');
    }
    await releaseClaims(tx, by);
    const until = instantOf(Date.parse(at) + CLAIM_MINUTES * 60_000);
    const opinion = await openOpinion(tx, id);
    const waits = isMineThatWaits(opinion, steward);
    // Who has judged it leaves it to the next, and no claim says who that was.
    const mine = !waits && (await claimCase(tx, id, { by, name: steward.name, at, until }));
    const facts = await reviewFacts(tx, before.person_id);
    const candidates = facts.links.filter((one) => one.state !== 'undone').slice(0, MOST_CANDIDATES);
    const household = await householdOf(tx, steward, facts);
    await appendEntries(tx, [
      ...candidates.map((pair) => ({ entry: reviewEntry(steward, pair, 'opened', '', at), chi: pair.chi })),
      ...household.others.flatMap(({ side, number }) =>
        side === 'chi' ? [{ entry: householdEntry(steward, id, number, at), chi: number as ChiNumber }] : [],
      ),
    ]);
    return {
      row: (await reviewCase(tx, steward, id)) ?? before,
      facts,
      candidates,
      screen: screenOf(facts),
      mine,
      household,
      mayBeAssigned: await whoElseMay(tx, steward.organisation, id, []),
      ...(opinion !== undefined && (waits || opinion.state === 'disagreed') ? { opinion } : {}),
      notes: await reviewNotes(tx, id),
      tasks: await openTasksOf(tx, facts.personId),
      suspensions: await suspensionsOf(tx, candidates),
    };
  });
}

async function suspensionsOf(db: Queryable, pairs: readonly LinkRow[]): Promise<readonly Suspension[]> {
  const found: Suspension[] = [];
  for (const pair of pairs.filter((one) => one.state === 'suspended')) {
    const rows = await entriesAbout(db, pair.chi, ['link-suspended']);
    const latest = rows
      .map((row) => ({ row, opened: openEntry(row.leaf, row.opening) }))
      .findLast(({ opened: { entry } }) => entry.kind === 'link-suspended' && entry.linkId === pair.id);
    if (latest === undefined) continue;
    const { entry, personal } = latest.opened;
    if (entry.kind !== 'link-suspended') continue;
    const user = personal !== null && 'user' in personal ? personal.user : undefined;
    const explanation = personal !== null && 'explanation' in personal ? personal.explanation : undefined;
    found.push({
      linkId: pair.id,
      at: latest.row.at,
      ...(user === undefined
        ? {}
        : {
            by: {
              name: user.name,
              role: entry.by?.role ?? 'not known',
              organisation: entry.by?.organisation ?? entry.organisation,
            },
          }),
      ...(explanation === undefined ? {} : { explanation }),
    });
  }
  return found;
}
