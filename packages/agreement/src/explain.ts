import type { Decision, Granted, OpenableGate, Refused } from './decision.ts';
import type { Gate, ReasonCode } from './reason.ts';
import { capital, GATE_WORDS, GOVERNANCE, ITEM_WORDS, listed, PRACTITIONER } from './wording.ts';

export type Audience = 'practitioner' | 'governance';

export interface ExplainedReason {
  readonly gate: Gate;
  readonly code: ReasonCode;
  readonly sentence: string;
}

/** Gates about the person, which all read alike to a practitioner, and before any other. */
const NOT_MATCHED: ReadonlySet<Gate> = new Set<Gate>(['link', 'restriction', 'protected-identity']);

/**
 * A decision in words. To a practitioner: one plain sentence or two, in which a restriction, a protected identity
 * and every state of the link are the same words as no link at all. To governance: which clause of which version,
 * and every reason.
 */
export function explain(decision: Decision, audience: Audience): string {
  switch (audience) {
    case 'practitioner':
      return decision.outcome === 'granted'
        ? grantedToPractitioner(decision)
        : refusedToPractitioner(decision);
    case 'governance':
      return `${where(decision)}: ${
        decision.outcome === 'granted'
          ? grantedToGovernance(decision)
          : decision.reasons.map(({ code }) => GOVERNANCE[code]).join('; ')
      }.`;
  }
}

/** Each reason of a refusal, in gate order, for a governance page. Never for a practitioner's. */
export function explainReasons(decision: Refused): readonly ExplainedReason[] {
  return decision.reasons.map(({ gate, code }) => ({
    gate,
    code,
    sentence: `${capital(GOVERNANCE[code])}.`,
  }));
}

function grantedToPractitioner(decision: Granted): string {
  return [
    PRACTITIONER.granted(decision.agreement.level),
    ...(decision.trainingInGrace ? [PRACTITIONER.grace] : []),
    ...(decision.trainingOverdue ? [PRACTITIONER.overdue] : []),
    ...(decision.openedByBreakGlass.length > 0 ? [PRACTITIONER.opened] : []),
  ].join(' ');
}

function refusedToPractitioner({ reasons, item, level = 0, agreement }: Refused): string {
  const { gate } = reasons.find((reason) => NOT_MATCHED.has(reason.gate)) ?? reasons[0];
  const shared = PRACTITIONER.shared(agreement?.level);
  const { words, be } = item === undefined ? PRACTITIONER.unknownItem : ITEM_WORDS[item];
  switch (gate) {
    case 'request':
      return PRACTITIONER.unchecked;
    case 'agreement':
      return PRACTITIONER['no-agreement'];
    case 'clause':
      return PRACTITIONER.unnamed(shared, words);
    case 'level':
      return level <= (agreement?.level ?? 0)
        ? PRACTITIONER.levelOfOneParty(shared, words, be, level)
        : PRACTITIONER.level(shared, words, be, level);
    case 'role':
      return PRACTITIONER.role(shared, words);
    case 'purpose':
      return PRACTITIONER.purpose(shared, words, be);
    case 'sign-in':
    case 'relationship':
    case 'training':
      return PRACTITIONER[gate];
    case 'link':
    case 'restriction':
    case 'protected-identity':
      return PRACTITIONER['not-matched'];
  }
}

function where({ outcome, agreement, clause, item }: Decision): string {
  return [
    `${capital(outcome)} ${item === undefined ? 'an unknown item' : `“${item}”`}`,
    agreement === undefined
      ? 'under no agreement'
      : `under ${agreement.id} version ${agreement.version} (level ${agreement.level})`,
    ...(clause === undefined ? [] : [`clause ${clause}`]),
  ].join(', ');
}

function grantedToGovernance(decision: Granted): string {
  const opened = (gate: OpenableGate) => GATE_WORDS[gate];
  return [
    decision.openedByBreakGlass.length === 0
      ? 'every gate held'
      : `every gate held, ${listed(decision.openedByBreakGlass.map(opened))} only by an emergency opening`,
    ...(decision.trainingInGrace ? ['the training was in its grace period'] : []),
    ...(decision.trainingOverdue ? ['the training was overdue'] : []),
  ].join('; ');
}
