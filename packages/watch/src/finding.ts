import type { Instant } from '@solway/kernel';
import { londonTime } from '@solway/kernel';
import { type Look, subjectKey, userKey } from './look.ts';
import type { RuleId } from './rules.ts';

/** What a rule found. Two judgements of one entry give findings of one key, and a store keeps one of them. */
export interface Finding {
  readonly key: string;
  readonly rule: RuleId;
  /** The employer of whoever looked: it is for them to ask. */
  readonly organisation: string;
  readonly userId: string;
  readonly userName: string;
  readonly chi?: string;
  readonly personIds: readonly string[];
  /** Why, in one sentence. Names nobody: whoever reads it sees the names beside it. */
  readonly sentence: string;
  /** Ids of the ledger's entries. */
  readonly evidence: readonly string[];
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** A rule that lacked a fact. Counted and shown: silence would read as innocence. */
export interface Unjudged {
  readonly rule: RuleId;
  readonly organisation: string;
  /** The fact that was missing, in words. */
  readonly missing: string;
}

/** A finding about one look at one person: one a day, however often the page was opened. */
export function findingOf(rule: RuleId, look: Look, sentence: string): Finding {
  const { date } = londonTime(look.at);
  return {
    key: [rule, userKey(look), subjectKey(look), date].join('|'),
    rule,
    organisation: look.organisation,
    userId: look.userId,
    userName: look.userName,
    ...(look.chi === undefined ? {} : { chi: look.chi }),
    personIds: look.personIds,
    sentence,
    evidence: [look.entryId],
    firstAt: look.at,
    lastAt: look.at,
  };
}

/** A finding about what one user did in one stretch of time, at whomever they looked. */
export function findingOfStretch(
  rule: RuleId,
  stretch: string,
  looks: readonly [Look, ...Look[]],
  sentence: string,
): Finding {
  const [first] = looks;
  return {
    key: [rule, userKey(first), stretch].join('|'),
    rule,
    organisation: first.organisation,
    userId: first.userId,
    userName: first.userName,
    personIds: [],
    sentence,
    evidence: looks.map((look) => look.entryId),
    firstAt: first.at,
    lastAt: looks.at(-1)?.at ?? first.at,
  };
}
