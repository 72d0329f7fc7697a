import type { ItemType, Mark } from '@solway/record';
import type { Gate, ReasonCode } from './reason.ts';

/** Every sentence that this package says to people is in this file. Items are worded to stand inside a sentence. */
export const ITEM_WORDS: Readonly<Record<ItemType, { readonly words: string; readonly be: 'is' | 'are' }>> = {
  'known-to-social-work': { words: 'whether the person is known to social work', be: 'is' },
  'worker-and-team': { words: 'the allocated worker and team', be: 'are' },
  'staff-safety-alert': { words: 'staff safety alerts', be: 'are' },
  'care-packages': { words: 'care packages and their providers', be: 'are' },
  assessments: { words: 'assessments', be: 'are' },
  'alerts-and-hazards': { words: 'alerts and hazards', be: 'are' },
  'adult-protection': { words: 'adult protection measures', be: 'are' },
  'child-protection': { words: 'child protection registration', be: 'is' },
  'looked-after': { words: 'looked-after status', be: 'is' },
  'key-people': { words: 'key people', be: 'are' },
  'communication-access': { words: 'communication and access needs', be: 'are' },
  'support-reason': { words: 'the main reason for support', be: 'is' },
  equipment: { words: 'equipment', be: 'is' },
  'legal-powers': { words: 'powers of attorney and guardianship', be: 'are' },
  'mental-health-measures': { words: 'mental health measures', be: 'are' },
  'self-directed-support': { words: 'the self-directed support option', be: 'is' },
  documents: { words: 'documents', be: 'are' },
  'significant-events': { words: 'significant events', be: 'are' },
  'legal-status-detail': { words: 'the detail of legal status', be: 'is' },
  'case-notes': { words: 'case notes', be: 'are' },
  demographics: { words: 'name, date of birth and address', be: 'are' },
  'gp-practice': { words: 'the GP practice', be: 'is' },
  deceased: { words: 'whether the person has died', be: 'is' },
  'community-services': { words: 'community health services', be: 'are' },
  allergies: { words: 'allergies', be: 'are' },
  medicines: { words: 'medicines', be: 'are' },
  problems: { words: 'health problems', be: 'are' },
  'in-hospital-now': { words: 'whether the person is in hospital now', be: 'is' },
  'encounters-12-months': { words: 'admissions and attendances in the last 12 months', be: 'are' },
  appointments: { words: 'appointments', be: 'are' },
  'health-alerts': { words: 'health alerts', be: 'are' },
  'key-information': { words: 'key information and future care plans', be: 'are' },
  'incapacity-certificate': { words: 'certificates of incapacity', be: 'are' },
  letters: { words: 'letters', be: 'are' },
  results: { words: 'results', be: 'are' },
  'nursing-notes': { words: 'community nursing notes', be: 'are' },
};

const MARK_WORDS: Readonly<Record<Mark, string>> = {
  sealed: 'sealed',
  'third-party': 'third-party',
  'sexual-health': 'sexual health',
  fertility: 'fertility',
  'protected-identity': 'protected-identity',
  'restricted-person': 'restricted-person',
};

/**
 * What a practitioner reads, by the first gate that failed. `not-matched` stands for every state of the link, a
 * restriction and a protected identity alike: which of them it is may be the secret.
 */
export const PRACTITIONER = {
  'not-matched':
    'No record is matched to this person. That does not mean that the person is not known: telephone to ask.',
  unchecked: 'This could not be checked, so it is not shown. Try again, and telephone if it is needed now.',
  'no-agreement': 'Not shared: no agreement between the two organisations is in force.',
  unnamed: (shared: string, item: string) => `${shared} No clause covers ${item}.`,
  unknownItem: { words: 'this', be: 'is' },
  level: (shared: string, item: string, be: string, level: number) =>
    `${shared} ${capital(item)} ${be} a level ${level} item.`,
  levelOfOneParty: (shared: string, item: string, be: string, level: number) =>
    `${shared} ${capital(item)} ${be} a level ${level} item, and one of the two organisations has agreed to less.`,
  role: (shared: string, item: string) => `${shared} Your role does not see ${item}.`,
  purpose: (shared: string, item: string, be: string) =>
    `${shared} ${capital(item)} ${be} not shared for the purpose you gave.`,
  'sign-in': 'Your sign-in has ended, or your role could not be confirmed today. Sign in again.',
  relationship:
    'Not shown: nothing is recorded that connects you with this person. State your purpose, or use emergency access if someone is at risk.',
  training:
    'Not shown: your training for this summary is not up to date. If someone is at risk, use emergency access or telephone.',
  shared: (level: number | undefined) =>
    level === undefined
      ? 'Not shared under the agreement.'
      : `Not shared under the agreement (level ${level}).`,
  granted: (level: number) => `Shown under the agreement (level ${level}).`,
  grace: 'Your training is due for renewal: complete it soon.',
  overdue: 'Your training is overdue: complete it now.',
  opened: 'This is open to you for a short time because you used emergency access, and it will be reviewed.',
} as const;

/** What a governance lead reads for each reason. */
export const GOVERNANCE: Readonly<Record<ReasonCode, string>> = {
  'request-malformed': 'the request could not be read at all',
  'item-malformed': 'the request does not name an item in the form that items have',
  'moment-malformed': 'the moment of the request is not a real moment',
  'holder-malformed': 'the request does not name the party that holds the record',
  'user-malformed': 'the request does not say who the user is, or says it in a form that could not be read',
  'purpose-malformed': 'the request does not name a purpose',
  'relationship-malformed': 'the relationship is not one that Solway knows',
  'link-malformed': 'the state of the link is not one that Solway knows',
  'training-malformed': 'the state of the training is not one that Solway knows',
  'restriction-malformed': 'the request does not say whether the person is restricted',
  'break-glass-malformed': 'the end of the emergency opening is not a real moment',
  'decision-failed': 'deciding failed, so it was refused',
  'no-agreement': 'no agreement is in force',
  'agreement-not-compiled': 'the agreement given was not one that Solway had checked',
  'agreement-not-started': 'the agreement had not started',
  'agreement-ended': 'the agreement had ended',
  'organisation-not-party': 'the user’s organisation is not a party to the agreement',
  'organisation-not-in-force': 'the agreement was not in force for the user’s organisation at that moment',
  'holder-not-party': 'the organisation that holds the record is not a party to the agreement',
  'holder-not-in-force': 'the agreement was not in force for the organisation that holds the record',
  'item-unknown': 'the item is not one that Solway knows',
  'item-not-named': 'no clause names the item',
  'holder-not-sender': 'the organisation asked is not one that shares this item',
  'item-above-level': 'the item is above the level in force',
  'item-above-organisation-level': 'the item is above the level that the user’s organisation has agreed to',
  'item-above-holder-level': 'the item is above the level that the holder of the record has agreed to',
  'role-unknown': 'the role is not one that the agreement knows',
  'role-not-of-organisation': 'the user’s organisation does not have anybody in that role',
  'organisation-not-recipient': 'the user’s organisation is not on the side that receives this item',
  'role-not-named': 'the clause does not name the role',
  'purpose-unknown': 'the purpose is not one of the agreement’s purposes',
  'purpose-not-named': 'the clause does not allow the purpose',
  'sign-in-expired': 'the user’s sign-in had ended',
  'role-not-vouched': 'the user’s organisation did not confirm the role that day',
  'link-none': 'no link was in force for the person',
  'link-suspended': 'the link was suspended',
  'link-under-review': 'the link was under review',
  'person-restricted': 'the person is restricted and the user is not on the allow-list',
  'identity-protected': 'the person has a protected identity',
  'relationship-none': 'no relationship was recorded and no purpose was stated in words',
  'training-lapsed': 'the user’s training had lapsed',
  'training-none': 'the user had not done the training',
  'training-grace-not-allowed': 'the training was overdue, and the agreement gives no grace period',
  'break-glass-expired': 'the emergency opening had ended',
  'break-glass-too-long': 'the emergency opening was for longer than the agreement allows',
};

export const GATE_WORDS: Readonly<Record<Gate, string>> = {
  request: 'the request',
  agreement: 'the agreement',
  clause: 'the clause',
  level: 'the level',
  role: 'the role',
  purpose: 'the purpose',
  'sign-in': 'the sign-in',
  link: 'the link',
  restriction: 'the restriction',
  'protected-identity': 'the protected identity',
  relationship: 'the relationship',
  training: 'the training',
};

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A name in an agreement as words: `direct-care` is `direct care`. */
export function spaced(name: string): string {
  return name.replaceAll('-', ' ');
}

/** How two versions differ, in words. */
export const COMPARE = {
  at: (role: string, organisation: string) => `${role} at ${organisation}`,
  'newly-sees': 'would newly see',
  'no-longer-sees': 'would no longer see',
  'also-for': 'would also see',
  'no-longer-for': 'would no longer see',
  changed: (what: string, from: string, to: string) => `${capital(what)} would change from ${from} to ${to}.`,
  added: (what: string) => `${capital(what)} would be added.`,
  removed: (what: string) => `${capital(what)} would be removed.`,
  reworded: (what: string) => `The words of ${what} would change.`,
} as const;

export function accessSentence(
  change: {
    readonly kind: 'newly-sees' | 'no-longer-sees' | 'also-for' | 'no-longer-for';
    readonly item: ItemType;
    readonly mark?: Mark;
  },
  who: readonly string[],
  /** Undefined where the change is for every purpose. */
  purposes: readonly string[] | undefined,
): string {
  const what = ITEM_WORDS[change.item].words;
  const entries = change.mark === undefined ? what : `${MARK_WORDS[change.mark]} entries among ${what}`;
  const whole = purposes === undefined || change.kind === 'no-longer-sees';
  const forWhat = whole ? '' : `, for ${listed(purposes.map(spaced))}`;
  return `${capital(listed(who))} ${COMPARE[change.kind]} ${entries}${forWhat}.`;
}

/** Sections and settings, as they are named inside a sentence. */
export const SECTION_WORDS = {
  title: 'the title',
  scope: 'the section on scope',
  purpose: 'the section on purpose',
  legalBasis: 'the section on legal basis',
  informationShared: 'the table of information shared',
  dataFlows: 'the section on data flows',
  impactAssessments: 'the section on impact assessments',
  transparency: 'the section on transparency',
  accuracy: 'the section on accuracy',
  retention: 'the section on retention',
  rights: 'the section on individuals’ rights',
  security: 'the section on security',
  internationalTransfers: 'the section on international transfers',
  implementation: 'the section on implementation',
  training: 'the section on training',
  breakGlass: 'the section on emergency access',
  signOff: 'the section on sign-off',
  appendices: 'the appendices',
  parties: 'what is said of the parties',
  roles: 'the names of the roles',
} as const;

export const SETTING_WORDS = {
  level: 'the level in force',
  start: 'the start date',
  end: 'the end date',
  review: 'the review date',
  reviewGraceDays: 'the days of grace after a missed review',
  renewEveryDays: 'the days before training is renewed',
  graceDays: 'the days of grace after training lapses',
  minutes: 'the minutes of an emergency opening',
  opens: 'what an emergency opening opens',
  reasons: 'what emergency access may be asked for',
  whenProofIsLate: 'what happens when the proof of the ledger is late',
  partyLevel: (party: string) => `the level that ${party} has agreed to`,
  party: (party: string) => `${party}, as a party,`,
  purpose: (purpose: string) => `the purpose “${spaced(purpose)}”`,
  clauseLevel: (item: ItemType) => `the level of ${ITEM_WORDS[item].words}`,
  without: (state: string, level: number, purpose: string) =>
    `what ${state === 'none' ? 'training never done' : 'lapsed training'} means at level ${level} for ${spaced(purpose)}`,
  nothing: 'nothing',
  wholeLevel: 'the agreement’s own level',
} as const;

export const TRAINING_MEANS_WORDS = {
  warn: '“shown with a warning”',
  emergency: '“only by emergency access”',
  refuse: '“refused”',
} as const;
