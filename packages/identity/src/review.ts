import { createHash } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import {
  type Database,
  lockCase,
  type Queryable,
  reviewCase,
  reviewFacts,
  type ReviewFacts,
  transaction,
} from '@solway/store';
import { ACTS, type Done } from './acts.ts';
import { readNote } from './note.ts';
import { judgeOnceOrTwice, type OpinionRule } from './opinion.ts';
import { ReviewError } from './review-error.ts';
import { type Steward, stewardId } from './steward.ts';

const NO_SECOND_OPINION: OpinionRule = { percent: 0, protectionPercent: 0 };

/** What a steward asks for, as a page sent it. */
export interface AskedDecision {
  readonly caseId: string;
  /** What `screenOf` said of the facts that the steward saw. */
  readonly screen: string;
  readonly act: string;
  /** The pair; `all` for every pair that waits, where it is not a link. */
  readonly choice: string;
  readonly reason: string;
  readonly note: string;
  /** A second steward is to judge it too, not knowing of this. */
  readonly second: boolean;
}

export interface Decision extends Done {
  /** The council's person, as a page names them. */
  readonly name: string;
  /** Pairs of the record still wait. */
  readonly stillOpen: boolean;
}

/** A digest of all that a screen rests on: another digest later means that the screen is stale. */
export function screenOf(facts: ReviewFacts): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/**
 * Carries out one decision, with its ledger entries, in one transaction: all of it or nothing.
 * @throws {ReviewError} and nothing has changed
 */
export async function decideCase(
  db: Database,
  steward: Steward,
  asked: AskedDecision,
  at: Instant,
  rule: OpinionRule = NO_SECOND_OPINION,
): Promise<Decision> {
  const note = readNote(asked.note);
  const act = Object.hasOwn(ACTS, asked.act) ? ACTS[asked.act] : undefined;
  if (act === undefined) throw new ReviewError('review-choice-missing', 'there is no such decision');
  const { caseId, choice, reason } = asked;
  return transaction(db, async (tx) => {
    const facts = await lockedFacts(tx, steward, asked, at);
    const judging = { tx, steward, caseId, facts, choice, reason, note, at };
    const done = await judgeOnceOrTwice(judging, act, asked, rule);
    const left = await reviewCase(tx, steward, caseId);
    return { ...done, name: nameOf(facts), stillOpen: left?.open ?? false };
  });
}

function nameOf({ council }: ReviewFacts): string {
  if (council === null) return 'This record';
  return `${council.forenames} ${council.surname}`.trim();
}

/** Locks the case, and holds what stands now against what the steward saw. */
async function lockedFacts(
  tx: Queryable,
  steward: Steward,
  asked: AskedDecision,
  at: Instant,
): Promise<ReviewFacts> {
  const locked = await lockCase(tx, asked.caseId);
  if (locked === undefined) throw new ReviewError('review-unknown', 'there is no such case');
  const seen = await reviewCase(tx, steward, asked.caseId);
  if (seen === undefined || seen.withheld) {
    throw new ReviewError('review-withheld', 'this case is for a steward on the allow-list');
  }
  const facts = await reviewFacts(tx, locked.person_id);
  if (screenOf(facts) !== asked.screen) {
    throw new ReviewError('review-stale', 'something has changed since this screen was shown');
  }
  const held = locked.claimed_until !== null && locked.claimed_until > at ? locked.claimed_by : null;
  if (held !== null && held !== stewardId(steward)) {
    throw new ReviewError('review-claimed', 'another steward has claimed this case');
  }
  return facts;
}
