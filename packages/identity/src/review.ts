import { createHash } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import {
  appendEntries,
  type Database,
  deferCase,
  finishSettledTasks,
  type LinkRow,
  lockCase,
  markDecided,
  moveLink,
  openTasksOf,
  type Queryable,
  raiseTask,
  reviewCase,
  reviewFacts,
  type ReviewFacts,
  syncReviewCases,
  transaction,
} from '@solway/store';
import { exposureOf } from './exposure.ts';
import { ReviewError } from './review-error.ts';
import { confirmedEntry, reviewEntry, type Steward, stewardId, undoneEntry } from './steward.ts';

/** Why a link that was in force, or suspended, is undone. */
export const UNDO_REASONS = ['different-people', 'mixed-record', 'details-wrong', 'other'] as const;
export type UndoReason = (typeof UNDO_REASONS)[number];

const LONGEST_NOTE = 2000;

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
}

export interface Decision {
  readonly act: 'linked' | 'reinstated' | 'not-a-link' | 'undone' | 'need-more';
  readonly pairs: readonly LinkRow[];
  /** The council's person, as a page names them. */
  readonly name: string;
  /** Pages shown through pairs that this decision has undone. */
  readonly disclosures: number;
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
): Promise<Decision> {
  const note = readNote(asked.note);
  return transaction(db, async (tx) => {
    const facts = await lockedFacts(tx, steward, asked, at);
    const done = await carryOut(tx, steward, asked, facts, note, at);
    const left = await reviewCase(tx, steward, asked.caseId);
    return { ...done, name: nameOf(facts), stillOpen: left?.open ?? false };
  });
}

type Done = Pick<Decision, 'act' | 'pairs' | 'disclosures'>;

async function carryOut(
  tx: Queryable,
  steward: Steward,
  asked: AskedDecision,
  facts: ReviewFacts,
  note: string,
  at: Instant,
): Promise<Done> {
  switch (asked.act) {
    case 'link':
      return link(tx, steward, asked, facts, note, at);
    case 'not-a-link':
      return notALink(tx, steward, asked, facts, note, at);
    case 'undo':
      return undo(tx, steward, asked, facts, note, at);
    case 'need-more':
      return needMore(tx, steward, asked, facts, note, at);
    default:
      throw new ReviewError('review-choice-missing', 'there is no such decision');
  }
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

async function link(
  tx: Queryable,
  steward: Steward,
  asked: AskedDecision,
  facts: ReviewFacts,
  note: string,
  at: Instant,
): Promise<Done> {
  const chosen = chosenPair(facts, asked.choice, ['under-review', 'suspended']);
  const act = chosen.state === 'suspended' ? 'reinstated' : 'linked';
  const others = facts.links.filter((one) => one.id !== chosen.id && one.state !== 'undone');
  const entries: Entry[] = [
    reviewEntry(steward, chosen, act, note, at),
    confirmedEntry(steward, chosen, note, at),
  ];
  let disclosures = 0;
  // First the others, since one council record has one number.
  for (const other of others) {
    const undone = await undoPair(tx, steward, other, 'another-candidate-linked', '', at);
    disclosures += undone.disclosures;
    entries.push(undone.entry);
  }
  await moveLink(tx, chosen.id, [chosen.state], 'in-force', stewardId(steward), at);
  const alsoLinked = facts.elsewhere.filter((one) => one.chi === chosen.chi && one.state === 'in-force');
  if (alsoLinked.length > 0) await raiseDuplicate(tx, steward, chosen, alsoLinked, at);
  await finish(tx, steward, asked, facts, [...entries], chosen, at);
  return { act, pairs: [chosen], disclosures };
}

async function notALink(
  tx: Queryable,
  steward: Steward,
  asked: AskedDecision,
  facts: ReviewFacts,
  note: string,
  at: Instant,
): Promise<Done> {
  const pairs =
    asked.choice === 'all'
      ? facts.links.filter((one) => one.state === 'under-review')
      : [chosenPair(facts, asked.choice, ['under-review'])];
  if (pairs.length === 0) throw new ReviewError('review-choice-missing', 'no pair waits for review');
  const entries: Entry[] = [];
  for (const pair of pairs) {
    const undone = await undoPair(tx, steward, pair, 'not-a-link', note, at);
    entries.push(reviewEntry(steward, pair, 'not-a-link', note, at), undone.entry);
  }
  await finish(tx, steward, asked, facts, entries, undefined, at);
  return { act: 'not-a-link', pairs, disclosures: 0 };
}

async function undo(
  tx: Queryable,
  steward: Steward,
  asked: AskedDecision,
  facts: ReviewFacts,
  note: string,
  at: Instant,
): Promise<Done> {
  const pair = chosenPair(facts, asked.choice, ['suspended', 'in-force']);
  const reason = UNDO_REASONS.find((one) => one === asked.reason);
  if (reason === undefined || (reason === 'other' && note === '')) {
    throw new ReviewError('review-reason-missing', 'undoing a link needs its reason');
  }
  const { entry, disclosures } = await undoPair(tx, steward, pair, reason, note, at);
  await finish(
    tx,
    steward,
    asked,
    facts,
    [reviewEntry(steward, pair, 'undone', note, at), entry],
    undefined,
    at,
  );
  return { act: 'undone', pairs: [pair], disclosures };
}

async function needMore(
  tx: Queryable,
  steward: Steward,
  asked: AskedDecision,
  facts: ReviewFacts,
  note: string,
  at: Instant,
): Promise<Done> {
  if (note === '') throw new ReviewError('review-reason-missing', 'say what is missing');
  const pairs = facts.links.filter((one) => one.state === 'under-review' || one.state === 'suspended');
  if (pairs.length === 0) throw new ReviewError('review-choice-missing', 'nothing waits in this case');
  await deferCase(tx, asked.caseId, { byName: steward.name, text: note }, at);
  await finish(
    tx,
    steward,
    asked,
    facts,
    pairs.map((pair) => reviewEntry(steward, pair, 'need-more', note, at)),
    undefined,
    at,
  );
  return { act: 'need-more', pairs, disclosures: 0 };
}

/** Takes one pair out of force for good, and counts what it had shown. */
async function undoPair(
  tx: Queryable,
  steward: Steward,
  pair: LinkRow,
  reason: string,
  note: string,
  at: Instant,
): Promise<{ readonly entry: Entry; readonly disclosures: number }> {
  const { disclosures } = await exposureOf(tx, pair);
  await moveLink(tx, pair.id, [pair.state], 'undone', stewardId(steward), at);
  return {
    entry: undoneEntry(steward, pair, { reason, note, disclosures: disclosures.length }, at),
    disclosures: disclosures.length,
  };
}

/** The ledger, the worklist and the tasks follow. */
async function finish(
  tx: Queryable,
  steward: Steward,
  asked: AskedDecision,
  facts: ReviewFacts,
  entries: readonly Entry[],
  linked: LinkRow | undefined,
  at: Instant,
): Promise<void> {
  const chiOf = new Map(facts.links.map((one) => [one.id, one.chi]));
  await appendEntries(
    tx,
    entries.map((entry) => {
      const pair = 'linkId' in entry ? entry.linkId : 'about' in entry ? entry.about : undefined;
      const chi = chiOf.get(pair ?? '') ?? linked?.chi;
      return { entry, ...(chi === undefined ? {} : { chi }) };
    }),
  );
  await syncReviewCases(tx, [facts.personId]);
  await markDecided(tx, asked.caseId, stewardId(steward), at);
  await finishSettledTasks(tx, facts.personId, stewardId(steward), at);
}

/** Two council records on one number both stand, and somebody has to bring them together in Mosaic. */
async function raiseDuplicate(
  tx: Queryable,
  steward: Steward,
  chosen: LinkRow,
  others: ReviewFacts['elsewhere'],
  at: Instant,
): Promise<void> {
  const open = await openTasksOf(tx, chosen.person_id);
  if (open.some((task) => task.kind === 'duplicate-council-records' && task.chi === chosen.chi)) return;
  await raiseTask(tx, {
    kind: 'duplicate-council-records',
    chi: chosen.chi,
    person_ids: [chosen.person_id, ...others.map((one) => one.person_id)],
    detail: { linkId: chosen.id },
    raised_by: stewardId(steward),
    raised_at: at,
  });
}

function chosenPair(facts: ReviewFacts, choice: string, states: readonly LinkRow['state'][]): LinkRow {
  const pair = facts.links.find((one) => one.id === choice);
  if (pair === undefined || !states.includes(pair.state)) {
    throw new ReviewError('review-choice-missing', 'choose one of the candidates');
  }
  return pair;
}

/** As a form sends it: line ends are the network's, and what the ledger can't hold is refused. */
function readNote(text: string): string {
  const note = text.replaceAll('\r\n', '\n').trim();
  // eslint-disable-next-line no-control-regex
  if (note.length > LONGEST_NOTE || !note.isWellFormed() || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(note)) {
    throw new ReviewError(
      'review-note-invalid',
      `a note is plain text of at most ${LONGEST_NOTE} characters`,
    );
  }
  return note;
}
