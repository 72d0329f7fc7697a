/**
 * The gates, in the order in which people are told of them, each with every code it can give. The sentences are
 * in `wording.ts`; the same table for readers is in `docs/reference/agreement.md`.
 */
export const REASON_CODES = {
  request: [
    'request-malformed',
    'item-malformed',
    'moment-malformed',
    'holder-malformed',
    'user-malformed',
    'purpose-malformed',
    'relationship-malformed',
    'link-malformed',
    'training-malformed',
    'restriction-malformed',
    'break-glass-malformed',
    'decision-failed',
  ],
  agreement: [
    'no-agreement',
    'agreement-not-compiled',
    'agreement-not-started',
    'agreement-ended',
    'organisation-not-party',
    'organisation-not-in-force',
    'holder-not-party',
    'holder-not-in-force',
  ],
  clause: ['item-unknown', 'item-not-named', 'holder-not-sender'],
  level: ['item-above-level', 'item-above-organisation-level', 'item-above-holder-level'],
  role: ['role-unknown', 'role-not-of-organisation', 'organisation-not-recipient', 'role-not-named'],
  purpose: ['purpose-unknown', 'purpose-not-named'],
  'sign-in': ['sign-in-expired', 'role-not-vouched'],
  link: ['link-none', 'link-suspended', 'link-under-review'],
  restriction: ['person-restricted'],
  'protected-identity': ['identity-protected'],
  relationship: ['relationship-none', 'break-glass-expired', 'break-glass-too-long'],
  training: [
    'training-lapsed',
    'training-none',
    'training-grace-not-allowed',
    'break-glass-expired',
    'break-glass-too-long',
  ],
} as const satisfies Record<string, readonly string[]>;

export type Gate = keyof typeof REASON_CODES;

export type CodeOf<G extends Gate> = (typeof REASON_CODES)[G][number];

export type ReasonCode = CodeOf<Gate>;

/** One gate that did not hold, and what exactly failed: `link-suspended`, `role-not-named`, … */
export type Reason = { readonly [G in Gate]: { readonly gate: G; readonly code: CodeOf<G> } }[Gate];

export const GATES = Object.keys(REASON_CODES) as readonly Gate[];
