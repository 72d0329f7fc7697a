/**
 * The item types of the worked data set (`docs/reference/data-set.md`), by who holds them. An agreement grants
 * item types; a source answers them one by one; a page shows one panel, or a part of one, for each.
 */
export const COUNCIL_ITEMS = [
  'known-to-social-work',
  'worker-and-team',
  'staff-safety-alert',
  'care-packages',
  'assessments',
  'alerts-and-hazards',
  'adult-protection',
  'child-protection',
  'looked-after',
  'key-people',
  'communication-access',
  'support-reason',
  'equipment',
  'legal-powers',
  'mental-health-measures',
  'self-directed-support',
  'documents',
  'significant-events',
  'legal-status-detail',
  'case-notes',
] as const;

export const HEALTH_ITEMS = [
  'demographics',
  'gp-practice',
  'deceased',
  'community-services',
  'allergies',
  'medicines',
  'problems',
  'in-hospital-now',
  'encounters-12-months',
  'appointments',
  'health-alerts',
  'key-information',
  'incapacity-certificate',
  'letters',
  'results',
  'nursing-notes',
] as const;

export type CouncilItem = (typeof COUNCIL_ITEMS)[number];
export type HealthItem = (typeof HEALTH_ITEMS)[number];
export type ItemType = CouncilItem | HealthItem;

/** Which way an item flows. The council's items go to health, and health's to the council. */
export type Direction = 'council-to-health' | 'health-to-council';

export const ITEMS_BY_DIRECTION: Readonly<Record<Direction, readonly ItemType[]>> = {
  'council-to-health': COUNCIL_ITEMS,
  'health-to-council': HEALTH_ITEMS,
};

const councilItems: ReadonlySet<string> = new Set(COUNCIL_ITEMS);
const healthItems: ReadonlySet<string> = new Set(HEALTH_ITEMS);

export function isItemType(text: string): text is ItemType {
  return councilItems.has(text) || healthItems.has(text);
}

export function directionOf(item: ItemType): Direction {
  return councilItems.has(item) ? 'council-to-health' : 'health-to-council';
}
