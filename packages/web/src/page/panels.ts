import type { Direction, ItemType } from '@solway/record';

/** A group of items that is fetched, shown and tried again together. Every tile belongs to one panel. */
export interface PanelGroup {
  readonly id: PanelId;
  readonly title: string;
  readonly items: readonly ItemType[];
  /** The wide column holds what is read first; the narrow one what is looked up. */
  readonly column: 'wide' | 'narrow';
  /** Items that, once there is something to show of them, move the panel to the wide column. */
  readonly widenedBy?: readonly ItemType[];
}

export type PanelId =
  | 'alerts'
  | 'care'
  | 'assessments'
  | 'events'
  | 'protection'
  | 'team'
  | 'people'
  | 'access'
  | 'health-alerts'
  | 'hospital'
  | 'medicines'
  | 'allergies'
  | 'person'
  | 'incapacity'
  | 'services'
  | 'letters';

export const PANELS: Readonly<Record<Direction, readonly PanelGroup[]>> = {
  'council-to-health': [
    {
      id: 'alerts',
      title: 'Alerts and hazards',
      column: 'wide',
      items: ['staff-safety-alert', 'alerts-and-hazards'],
    },
    {
      id: 'team',
      title: 'Worker and team',
      column: 'narrow',
      items: ['worker-and-team', 'known-to-social-work'],
    },
    {
      id: 'protection',
      title: 'Protection and legal',
      column: 'narrow',
      items: [
        'adult-protection',
        'child-protection',
        'looked-after',
        'legal-powers',
        'mental-health-measures',
        'legal-status-detail',
      ],
      widenedBy: ['adult-protection', 'child-protection', 'looked-after'],
    },
    {
      id: 'care',
      title: 'Care in place',
      column: 'wide',
      items: ['care-packages', 'equipment', 'self-directed-support'],
    },
    {
      id: 'assessments',
      title: 'Assessments and reviews',
      column: 'wide',
      items: ['assessments', 'documents'],
    },
    { id: 'events', title: 'Events and notes', column: 'wide', items: ['significant-events', 'case-notes'] },
    { id: 'people', title: 'Key people', column: 'narrow', items: ['key-people'] },
    {
      id: 'access',
      title: 'Communication and access',
      column: 'narrow',
      items: ['communication-access', 'support-reason'],
    },
  ],
  'health-to-council': [
    {
      id: 'health-alerts',
      title: 'Alerts and key information',
      column: 'wide',
      items: ['health-alerts', 'key-information'],
    },
    {
      id: 'hospital',
      title: 'Hospital and appointments',
      column: 'wide',
      items: ['in-hospital-now', 'appointments', 'encounters-12-months'],
    },
    { id: 'medicines', title: 'Medicines and problems', column: 'wide', items: ['medicines', 'problems'] },
    {
      id: 'letters',
      title: 'Letters, results and notes',
      column: 'wide',
      items: ['letters', 'results', 'nursing-notes'],
    },
    { id: 'allergies', title: 'Allergies', column: 'narrow', items: ['allergies'] },
    {
      id: 'person',
      title: 'GP and person',
      column: 'narrow',
      items: ['gp-practice', 'demographics', 'deceased'],
    },
    {
      id: 'incapacity',
      title: 'Capacity and detention',
      column: 'narrow',
      items: ['incapacity-certificate'],
    },
    { id: 'services', title: 'Community health', column: 'narrow', items: ['community-services'] },
  ],
};

const groups: ReadonlyMap<string, PanelGroup> = new Map(
  Object.values(PANELS)
    .flat()
    .map((group) => [group.id, group]),
);

/** The panel a form named, or undefined: what a browser sends is not trusted to be one. */
export function panelById(id: string): PanelGroup | undefined {
  return groups.get(id);
}

/** The value of a "try again" form's `panel` that asks for the whole summary. */
export const WHOLE_SUMMARY = 'all';
