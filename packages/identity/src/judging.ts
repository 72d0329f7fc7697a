import type { Instant } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import {
  appendEntries,
  assignCase,
  finishSettledTasks,
  type LinkRow,
  type LinkState,
  markDecided,
  moveLink,
  type Queryable,
  releaseClaims,
  type ReviewFacts,
  settleDoubts,
  syncReviewCases,
} from '@solway/store';
import { exposureOf } from './exposure.ts';
import { tellThoseWhoSaw } from './exposure-notices.ts';
import { ReviewError } from './review-error.ts';
import { reviewEntry, type Steward, stewardId, undoneEntry } from './steward.ts';

/** One decision as it is carried out: who decides, on what, and what they asked for. The case is locked. */
export interface Judging {
  readonly tx: Queryable;
  readonly steward: Steward;
  readonly caseId: string;
  readonly facts: ReviewFacts;
  /** The pair that was chosen; `all` for every pair that waits. */
  readonly choice: string;
  readonly reason: string;
  readonly note: string;
  readonly at: Instant;
}

/** The chosen pair, where it is in a state that can be judged in this way. */
export function chosenPair({ facts, choice }: Judging, ...states: readonly LinkState[]): LinkRow {
  const pair = facts.links.find((one) => one.id === choice);
  if (pair === undefined || !states.includes(pair.state)) {
    throw new ReviewError('review-choice-missing', 'choose one of the candidates');
  }
  return pair;
}

/** A link in force that somebody or something has raised a doubt about. */
export function isDoubted(facts: ReviewFacts, pair: LinkRow): boolean {
  return pair.state === 'in-force' && facts.doubts.some((one) => one.link_id === pair.id);
}

/** A pair that somebody has to decide about. */
export function isWaiting(facts: ReviewFacts, pair: LinkRow): boolean {
  return pair.state === 'under-review' || pair.state === 'suspended' || isDoubted(facts, pair);
}

/** Takes one pair out of force for good, counts what it had shown, and has those who saw it told. */
export async function undoPair(
  { tx, steward, at }: Judging,
  pair: LinkRow,
  reason: string,
  note: string,
): Promise<{ readonly entry: Entry; readonly disclosures: number }> {
  const { disclosures } = await exposureOf(tx, pair);
  await movePair(tx, steward, pair, 'undone', at);
  await tellThoseWhoSaw(tx, pair, disclosures, at);
  return {
    entry: undoneEntry(steward, pair, { reason, note, disclosures: disclosures.length }, at),
    disclosures: disclosures.length,
  };
}

/** The locks keep the pair as it was read; were it moved all the same, nothing is done. It is judged: no doubt is left. */
export async function movePair(
  tx: Queryable,
  steward: Steward,
  pair: LinkRow,
  to: LinkState,
  at: Instant,
): Promise<void> {
  const by = stewardId(steward);
  const moved = await moveLink(tx, pair.id, [pair.state], to, by, at);
  if (moved === undefined) throw new ReviewError('review-stale', 'the pair was moved meanwhile');
  await settleDoubts(tx, pair.id, by, at);
}

/** A judgement is in the ledger and nothing has moved; the case is there for another steward. */
export async function finishHeld(
  { tx, steward, caseId, note, at }: Judging,
  pairs: readonly LinkRow[],
  outcome: 'opinion-link' | 'opinion-not-a-link',
): Promise<void> {
  await appendEntries(
    tx,
    pairs.map((pair) => ({ entry: reviewEntry(steward, pair, outcome, note, at), chi: pair.chi })),
  );
  await releaseClaims(tx, stewardId(steward));
  await assignCase(tx, caseId, null);
}

/** The ledger, the worklist and the tasks follow a decision. */
export async function finish(
  { tx, steward, caseId, facts, at }: Judging,
  entries: readonly Entry[],
): Promise<void> {
  const chiOf = new Map(facts.links.map((one) => [one.id, one.chi]));
  await appendEntries(
    tx,
    entries.map((entry) => {
      const pair = 'linkId' in entry ? entry.linkId : 'about' in entry ? entry.about : undefined;
      const chi = chiOf.get(pair ?? '');
      return { entry, ...(chi === undefined ? {} : { chi }) };
    }),
  );
  await syncReviewCases(tx, [facts.personId]);
  await markDecided(tx, caseId, stewardId(steward), at);
  await finishSettledTasks(tx, facts.personId, stewardId(steward), at);
}
