import { createHash } from 'node:crypto';
import {
  keepFirst,
  keepSecond,
  lapseOpinion,
  type LinkRow,
  type OpenOpinion,
  openOpinion,
  type Opinion,
  type OpinionCategory,
  resolveOpinion,
  type ReviewFacts,
  whoElseMay,
} from '@solway/store';
import type { Act, Done } from './acts.ts';
import { finishHeld, isWaiting, type Judging } from './judging.ts';
import { ReviewError } from './review-error.ts';
import { type Steward, stewardId } from './steward.ts';

/** Of a hundred decisions that settle a case, how many a second steward judges as well, not knowing of the first. */
export interface OpinionRule {
  readonly percent: number;
  /** The same for children, people under protection and restricted people. */
  readonly protectionPercent: number;
}

/** What the steward saw, and whether they asked for a second opinion. */
export interface Asked {
  readonly screen: string;
  readonly second: boolean;
}

/**
 * Carries a decision out, or keeps it until a second steward has judged the same without knowing of it. Nothing of
 * the case moves until two agree, or a third has decided.
 * @throws {ReviewError} `review-second-opinion` where this steward has judged it already, `review-nobody-else`
 */
export async function judgeOnceOrTwice(
  judging: Judging,
  act: Act,
  asked: Asked,
  rule: OpinionRule,
): Promise<Done> {
  const verdict = act.verdict(judging);
  if (verdict === undefined) return act.carryOut(judging);
  const open = await openOpinion(judging.tx, judging.caseId);
  const mine: Opinion = {
    by: stewardId(judging.steward),
    name: judging.steward.name,
    at: judging.at,
    verdict,
    category: categoryOf(judging.facts, verdict),
    note: judging.note,
  };
  if (open?.state === 'disagreed') return decideBetween(judging, act, open, mine);
  if (open !== undefined && open.screen === asked.screen) {
    if (open.first.by !== mine.by) return judgeSecond(judging, act, open, mine);
    if ((await others(judging)).length > 0) {
      throw new ReviewError('review-second-opinion', 'this waits for a second steward');
    }
  }
  if (open !== undefined) await lapseOpinion(judging.tx, open.id);
  const why = asked.second
    ? 'asked'
    : (open?.why ?? (isSampled(judging, asked, rule) ? 'sampled' : undefined));
  if (why === undefined) return act.carryOut(judging);
  if ((await others(judging)).length === 0) {
    if (asked.second) throw new ReviewError('review-nobody-else', 'no other steward may decide this');
    return act.carryOut(judging);
  }
  await keepFirst(judging.tx, { caseId: judging.caseId, why, screen: asked.screen, first: mine });
  return held(judging, verdict, 'held');
}

async function judgeSecond(judging: Judging, act: Act, open: OpenOpinion, mine: Opinion): Promise<Done> {
  const agreed = open.first.verdict === mine.verdict;
  await keepSecond(judging.tx, open.id, mine, agreed ? 'agreed' : 'disagreed');
  return agreed ? act.carryOut(judging) : held(judging, mine.verdict, 'disagreed');
}

/** A third steward decides; one of the two may as well, with a word on who decided with them. */
async function decideBetween(judging: Judging, act: Act, open: OpenOpinion, mine: Opinion): Promise<Done> {
  if ([open.first.by, open.second?.by].includes(mine.by) && mine.note === '') {
    throw new ReviewError('review-reason-missing', 'say with whom it was decided');
  }
  await resolveOpinion(judging.tx, open.id, mine.by, mine.verdict, mine.at);
  return act.carryOut(judging);
}

/** The judgement is kept with its ledger entries, and everything else stays as it is. */
async function held(judging: Judging, verdict: string, act: 'held' | 'disagreed'): Promise<Done> {
  const pairs = judging.facts.links.filter((pair) =>
    verdict === 'none' ? isWaiting(judging.facts, pair) : verdict === `link:${pair.id}`,
  );
  await finishHeld(judging, pairs, verdict === 'none' ? 'opinion-not-a-link' : 'opinion-link');
  return { act, pairs, disclosures: 0 };
}

function others({ tx, steward, caseId }: Judging): ReturnType<typeof whoElseMay> {
  return whoElseMay(tx, steward.organisation, caseId, [stewardId(steward)]);
}

/** The heaviest of the pairs that are judged is the leader. */
function categoryOf(facts: ReviewFacts, verdict: string): OpinionCategory {
  if (verdict === 'none') return 'none';
  const leader: LinkRow | undefined = facts.links.find((one) => one.state !== 'undone');
  return verdict === `link:${leader?.id}` ? 'leader' : 'other';
}

/** By the case and what was seen, so that asking again draws no other lot. */
function isSampled({ caseId, facts }: Judging, { screen }: Asked, rule: OpinionRule): boolean {
  const person = facts.council;
  const careful = person !== null && (person.protection || person.restricted || person.context === 'child');
  const lot = createHash('sha256').update(`${caseId} ${screen}`).digest().readUInt32BE(0) / 2 ** 32;
  return lot * 100 < (careful ? rule.protectionPercent : rule.percent);
}

/** Whether this steward has judged a case that still waits for somebody else. */
export function isMineThatWaits(open: OpenOpinion | undefined, steward: Steward): boolean {
  return open?.state === 'waiting' && open.first.by === stewardId(steward);
}
