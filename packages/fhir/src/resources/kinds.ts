import { type Direction, directionOf, type ItemType } from '@solway/record';
import type { Mapping } from './about.ts';
import { COUNCIL_MAPPINGS } from './council.ts';
import { HEALTH_MAPPINGS } from './health.ts';

/** Two letters for each item, inside the ids of its entries: they stay as they are for ever. */
export const ITEM_CODES: Readonly<Record<ItemType, string>> = {
  'known-to-social-work': 'ks',
  'worker-and-team': 'wt',
  'staff-safety-alert': 'ss',
  'care-packages': 'cp',
  assessments: 'as',
  'alerts-and-hazards': 'ah',
  'adult-protection': 'ap',
  'child-protection': 'ch',
  'looked-after': 'la',
  'key-people': 'kp',
  'communication-access': 'ca',
  'support-reason': 'sr',
  equipment: 'eq',
  'legal-powers': 'lp',
  'mental-health-measures': 'mh',
  'self-directed-support': 'sd',
  documents: 'do',
  'significant-events': 'se',
  'legal-status-detail': 'ls',
  'case-notes': 'cn',
  demographics: 'de',
  'gp-practice': 'gp',
  deceased: 'dd',
  'community-services': 'cs',
  allergies: 'al',
  medicines: 'me',
  problems: 'pr',
  'in-hospital-now': 'ih',
  'encounters-12-months': 'en',
  appointments: 'ao',
  'health-alerts': 'ha',
  'key-information': 'ki',
  'incapacity-certificate': 'ic',
  letters: 'le',
  results: 're',
  'nursing-notes': 'nn',
};

const MAPPINGS: Readonly<Record<ItemType, Readonly<Record<string, unknown>>>> = {
  ...COUNCIL_MAPPINGS,
  ...HEALTH_MAPPINGS,
};

/** Items of which all entries together make one List. */
export const LISTED_ITEMS: readonly ItemType[] = ['significant-events'];

/** The mapping of an item's entries to one type; undefined where they do not become that type. */
export function mappingFor<Item extends ItemType>(item: Item, type: string): Mapping<Item> | undefined {
  return MAPPINGS[item][type] as Mapping<Item> | undefined;
}

export function typesOf(item: ItemType): readonly string[] {
  return LISTED_ITEMS.includes(item) ? ['List'] : Object.keys(MAPPINGS[item]);
}

const ALL = Object.keys(ITEM_CODES) as readonly ItemType[];

/** The items that a search for a type asks the other side for. */
export function itemsOf(type: string, direction: Direction): readonly ItemType[] {
  return ALL.filter((item) => directionOf(item) === direction && typesOf(item).includes(type));
}

/** Every type that entries become, in alphabetical order. */
export const ENTRY_TYPES: readonly string[] = [...new Set(ALL.flatMap(typesOf))].sort();

/** Types whose reference to the patient is `subject`; of the others it is `patient`, or a participant's. */
export const SUBJECT_TYPES: ReadonlySet<string> = new Set([
  'CarePlan',
  'CareTeam',
  'Communication',
  'Condition',
  'DeviceRequest',
  'DocumentReference',
  'Encounter',
  'Flag',
  'List',
  'MedicationStatement',
  'Observation',
  'Task',
]);
