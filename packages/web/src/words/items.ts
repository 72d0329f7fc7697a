import type { ItemType } from '@solway/record';

/** What each item is called on a page. */
export const ITEM_NAMES: Readonly<Record<ItemType, string>> = {
  'known-to-social-work': 'Known to social work',
  'worker-and-team': 'Worker and team',
  'staff-safety-alert': 'Safety alerts to staff',
  'care-packages': 'Care packages',
  assessments: 'Assessments and reviews',
  'alerts-and-hazards': 'Alerts and hazards',
  'adult-protection': 'Adult support and protection',
  'child-protection': 'Child protection register',
  'looked-after': 'Looked-after status',
  'key-people': 'Key people and carers',
  'communication-access': 'Communication and access',
  'support-reason': 'Main reason for support',
  equipment: 'Equipment',
  'legal-powers': 'Attorneys and guardians',
  'mental-health-measures': 'Mental Health Act measures',
  'self-directed-support': 'Self-directed support',
  documents: 'Care plans and assessment documents',
  'significant-events': 'Significant events',
  'legal-status-detail': 'Legal status in detail',
  'case-notes': 'Case notes',
  demographics: 'Name, address and numbers',
  'gp-practice': 'GP practice',
  deceased: 'Death',
  'community-services': 'Community health services',
  allergies: 'Allergies',
  medicines: 'Current medicines',
  problems: 'Health problems',
  'in-hospital-now': 'In hospital now',
  'encounters-12-months': 'Hospital in the past 12 months',
  appointments: 'Coming appointments',
  'health-alerts': 'Health alerts',
  'key-information': 'Key Information Summary',
  'incapacity-certificate': 'Incapacity certificate (AWI section 47)',
  letters: 'Discharge and clinic letters',
  results: 'Results and observations',
  'nursing-notes': 'Community nursing notes',
};

/** "Allergies" inside a sentence becomes "allergies"; "GP practice" and "Mental Health Act…" stay as they are. */
export function itemNameInSentence(item: ItemType): string {
  const name = ITEM_NAMES[item];
  return KEEPS_CAPITAL.has(item) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

const KEEPS_CAPITAL: ReadonlySet<ItemType> = new Set([
  'mental-health-measures',
  'gp-practice',
  'key-information',
]);
