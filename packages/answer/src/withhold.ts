/**
 * Why a rule holds something back until a person has looked at it. None of these decides: an officer does, item by
 * item, and says why.
 */
export const HOLDS = {
  /** Looked at to find out about harm: telling of it may bring the harm, or spoil the inquiry. */
  'protection-inquiry': 'A look for the protection of an adult or a child',
  /** Opened because of serious harm. */
  'serious-harm': 'An emergency opened because of serious harm',
  /** Somebody else asks, who may be the risk. */
  proxy: 'Somebody else asks for the person, and may be the risk',
  /** Words that somebody wrote, which may be about another person. */
  'third-party': 'Words or details that may be about somebody else',
  /** The person is marked as restricted. */
  restricted: 'The record is restricted',
  /** A member of staff's look is being investigated. */
  investigation: 'Part of an investigation that is not closed',
} as const;

export type Hold = keyof typeof HOLDS;

export interface Looked {
  readonly kind: 'disclosed' | 'refused' | 'break-glass';
  readonly purpose: string;
  /** Purposes of the agreement that are for protection. */
  readonly protectionPurposes: readonly string[];
  /** Item types that were shown. */
  readonly shown: readonly string[];
  readonly breakGlassReason?: string | undefined;
  /** Gate and code of each refusal, `restriction:…`. */
  readonly reasons: readonly string[];
  readonly underInvestigation: boolean;
  readonly byProxy: boolean;
}

/** Items that tell whoever reads of them that somebody is worried, or who is involved. */
const TELLING = new Set([
  'adult-protection',
  'child-protection',
  'looked-after',
  'staff-safety-alert',
  'alerts-and-hazards',
  'worker-and-team',
  'key-people',
]);

/** What holds back one line of the log of who looked. */
export function holdsOfLook(look: Looked): readonly Hold[] {
  const holds = new Set<Hold>();
  if (look.protectionPurposes.includes(look.purpose)) holds.add('protection-inquiry');
  if (look.breakGlassReason === 'serious-harm') holds.add('serious-harm');
  if (look.reasons.some((reason) => /^(restriction|protected-identity):/.test(reason)))
    holds.add('restricted');
  if (look.underInvestigation) holds.add('investigation');
  // A proxy who is the risk learns from any of it who is involved, and that somebody is worried.
  if (
    look.byProxy &&
    (holds.size > 0 || look.kind !== 'disclosed' || look.shown.some((item) => TELLING.has(item)))
  )
    holds.add('proxy');
  return [...holds];
}

export interface HeldFact {
  /** Somebody's own words, or a detail of another person. */
  readonly mayNameOthers: boolean;
  readonly restrictedRecord: boolean;
  /** Where the person lives or can be reached. */
  readonly whereabouts: boolean;
  readonly byProxy: boolean;
}

/** What holds back something that is held about the person. */
export function holdsOfFact(fact: HeldFact): readonly Hold[] {
  return [
    ...(fact.mayNameOthers ? (['third-party'] as const) : []),
    ...(fact.restrictedRecord ? (['restricted'] as const) : []),
    ...(fact.byProxy && (fact.whereabouts || fact.restrictedRecord) ? (['proxy'] as const) : []),
  ];
}
