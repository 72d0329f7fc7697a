export type { Facts, PeerRate, StaffFacts, SubjectFacts } from './facts.ts';
export type { Finding, Unjudged } from './finding.ts';
export { foldName } from './fold.ts';
export { isWithinHours, readHours } from './hours.ts';
export { judgeLook } from './judge-look.ts';
export {
  type LedgerText,
  type Look,
  LOOK_KINDS,
  type LookedItem,
  readItems,
  readLook,
  subjectKey,
  userKey,
} from './look.ts';
export { NightWatch, type PeerDays, type PeerHours, peerRate } from './peers.ts';
export {
  isRuleId,
  readThresholds,
  RULE_IDS,
  type RuleDefinition,
  type RuleId,
  RULES,
  type RuleSetting,
  type RuleSettings,
  settingsOf,
} from './rules.ts';
export { type Judgement, WARM_UP_MS, Watcher } from './watcher.ts';
export { Tally, type TallyRow, withoutSmall } from './tally.ts';
