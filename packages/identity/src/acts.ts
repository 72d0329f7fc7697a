import type { Entry } from '@solway/ledger';
import { deferCase, type LinkRow, openTasksOf, raiseTask } from '@solway/store';
import { chosenPair, finish, isDoubted, isWaiting, type Judging, movePair, undoPair } from './judging.ts';
import { ReviewError } from './review-error.ts';
import { confirmedEntry, reviewEntry, stewardId } from './steward.ts';

/** Why a link that was in force, or suspended, is undone. */
export const UNDO_REASONS = ['different-people', 'mixed-record', 'details-wrong', 'other'] as const;
export type UndoReason = (typeof UNDO_REASONS)[number];

/** What one act did. */
export interface Done {
  /** `held` waits for a second steward; `disagreed` for a third. */
  readonly act:
    'linked' | 'reinstated' | 'kept' | 'not-a-link' | 'undone' | 'need-more' | 'held' | 'disagreed';
  readonly pairs: readonly LinkRow[];
  /** Pages shown through pairs that this decision has undone. */
  readonly disclosures: number;
}

export interface Act {
  readonly carryOut: (judging: Judging) => Promise<Done>;
  /**
   * What it says of the whole case: `none`, or `link:` and the pair. Undefined where something is left waiting, and
   * for a link that stands: to take that away waits for nobody.
   */
  readonly verdict: (judging: Judging) => string | undefined;
}

/** What a steward can do about a record, by the name that a form sends. */
export const ACTS: Readonly<Record<string, Act>> = {
  link: { carryOut: link, verdict: (judging) => `link:${pairToLink(judging).id}` },
  'not-a-link': { carryOut: notALink, verdict: (judging) => noneLeft(judging, pairsToRefuse(judging)) },
  undo: {
    carryOut: undo,
    verdict: (judging) => {
      const { pair } = pairToUndo(judging);
      return pair.state === 'in-force' ? undefined : noneLeft(judging, [pair]);
    },
  },
  'need-more': { carryOut: needMore, verdict: () => undefined },
};

function noneLeft({ facts }: Judging, judged: readonly LinkRow[]): 'none' | undefined {
  return facts.links.every((one) => judged.includes(one) || !isWaiting(facts, one)) ? 'none' : undefined;
}

function pairToLink(judging: Judging): LinkRow {
  const chosen = chosenPair(judging, 'under-review', 'suspended', 'in-force');
  if (chosen.state === 'in-force' && !isDoubted(judging.facts, chosen)) {
    throw new ReviewError('review-choice-missing', 'that link stands, and nothing is in doubt');
  }
  return chosen;
}

function pairsToRefuse(judging: Judging): readonly LinkRow[] {
  const { facts, choice } = judging;
  const pairs =
    choice === 'all'
      ? facts.links.filter((one) => one.state === 'under-review')
      : [chosenPair(judging, 'under-review')];
  if (pairs.length === 0) throw new ReviewError('review-choice-missing', 'no pair waits for review');
  return pairs;
}

function pairToUndo(judging: Judging): { readonly pair: LinkRow; readonly reason: UndoReason } {
  const pair = chosenPair(judging, 'suspended', 'in-force');
  const reason = UNDO_REASONS.find((one) => one === judging.reason);
  if (reason === undefined || (reason === 'other' && judging.note === '')) {
    throw new ReviewError('review-reason-missing', 'undoing a link needs its reason');
  }
  return { pair, reason };
}

/** One candidate is the person: confirms it, whether it waited, was stopped or stood in doubt; undoes every other. */
async function link(judging: Judging): Promise<Done> {
  const { tx, steward, facts, note, at } = judging;
  const chosen = pairToLink(judging);
  const act = chosen.state === 'suspended' ? 'reinstated' : chosen.state === 'in-force' ? 'kept' : 'linked';
  const entries: Entry[] = [
    reviewEntry(steward, chosen, act, note, at),
    confirmedEntry(steward, chosen, note, at),
  ];
  let disclosures = 0;
  // First the others, since one council record has one number.
  for (const other of facts.links.filter((one) => one.id !== chosen.id && one.state !== 'undone')) {
    const undone = await undoPair(judging, other, 'another-candidate-linked', '');
    disclosures += undone.disclosures;
    entries.push(undone.entry);
  }
  await movePair(tx, steward, chosen, 'in-force', at);
  await raiseDuplicate(judging, chosen);
  await finish(judging, entries);
  return { act, pairs: [chosen], disclosures };
}

async function notALink(judging: Judging): Promise<Done> {
  const { steward, note, at } = judging;
  const pairs = pairsToRefuse(judging);
  const entries: Entry[] = [];
  for (const pair of pairs) {
    const undone = await undoPair(judging, pair, 'not-a-link', note);
    entries.push(reviewEntry(steward, pair, 'not-a-link', note, at), undone.entry);
  }
  await finish(judging, entries);
  return { act: 'not-a-link', pairs, disclosures: 0 };
}

async function undo(judging: Judging): Promise<Done> {
  const { steward, note, at } = judging;
  const { pair, reason } = pairToUndo(judging);
  const { entry, disclosures } = await undoPair(judging, pair, reason, note);
  await finish(judging, [reviewEntry(steward, pair, 'undone', note, at), entry]);
  return { act: 'undone', pairs: [pair], disclosures };
}

async function needMore(judging: Judging): Promise<Done> {
  const { tx, steward, caseId, facts, note, at } = judging;
  if (note === '') throw new ReviewError('review-reason-missing', 'say what is missing');
  const pairs = facts.links.filter((one) => isWaiting(facts, one));
  if (pairs.length === 0) throw new ReviewError('review-choice-missing', 'nothing waits in this case');
  await deferCase(tx, caseId, { byName: steward.name, text: note }, at);
  await finish(
    judging,
    pairs.map((pair) => reviewEntry(steward, pair, 'need-more', note, at)),
  );
  return { act: 'need-more', pairs, disclosures: 0 };
}

/** Two council records on one number both stand, and somebody has to bring them together in Mosaic. */
async function raiseDuplicate({ tx, steward, facts, at }: Judging, chosen: LinkRow): Promise<void> {
  const others = facts.elsewhere.filter((one) => one.chi === chosen.chi && one.state === 'in-force');
  if (others.length === 0) return;
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
