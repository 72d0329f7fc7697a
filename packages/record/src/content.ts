import type { Instant, IsoDate } from '@solway/kernel';

/** What one entry of each item type says. Optional means the source did not say, never "no". */
export interface ItemContents {
  'known-to-social-work': {
    readonly status: 'open' | 'closed';
    readonly since?: IsoDate;
    readonly team: Team;
  };
  'worker-and-team': { readonly worker: Worker; readonly team: Team; readonly since?: IsoDate };
  'staff-safety-alert': { readonly label: string; readonly since?: IsoDate };
  'care-packages': CarePackage;
  assessments: {
    readonly name: string;
    readonly status: 'completed' | 'in-progress' | 'due';
    /** Completed on, or due on. */
    readonly date?: IsoDate;
    readonly outcome?: string;
  };
  'alerts-and-hazards': {
    readonly label: string;
    readonly detail?: string;
    readonly action?: string;
    readonly since?: IsoDate;
  };
  'adult-protection': ProtectionMeasure;
  'child-protection': ProtectionMeasure & { readonly unborn: boolean };
  'looked-after': Period & {
    readonly legalStatus: string;
    readonly placement?: string;
    readonly lead?: Worker;
    readonly outOfHoursPhone?: string;
  };
  'key-people': {
    readonly name: string;
    readonly relationship: string;
    readonly roles: readonly string[];
    readonly phone?: string;
  };
  'communication-access': { readonly need: string; readonly detail?: string };
  'support-reason': { readonly reason: string; readonly since?: IsoDate };
  equipment: { readonly description: string; readonly since?: IsoDate; readonly returned?: IsoDate };
  'legal-powers': Period & {
    readonly kind: 'welfare-power-of-attorney' | 'continuing-power-of-attorney' | 'guardianship' | 'other';
    /** Undefined where the source does not say: a power that exists is not a power in operation. */
    readonly inOperation?: boolean;
    readonly holder: string;
    readonly phone?: string;
  };
  'mental-health-measures': Period & { readonly measure: string; readonly officer?: Worker };
  'self-directed-support': {
    readonly option: 1 | 2 | 3 | 4;
    readonly budgetHolder?: string;
    readonly since?: IsoDate;
  };
  documents: Document;
  'significant-events': { readonly date?: IsoDate; readonly event: string; readonly impact?: string };
  'legal-status-detail': Period & { readonly status: string; readonly detail?: string };
  'case-notes': { readonly date?: IsoDate; readonly heading: string; readonly text: string };

  demographics: {
    readonly name: PersonName;
    readonly birthDate?: IsoDate;
    readonly gender?: string;
    readonly chi?: string;
    readonly address?: string;
    readonly phone?: string;
  };
  'gp-practice': {
    readonly practice: string;
    readonly doctor?: string;
    readonly phone?: string;
    readonly address?: string;
  };
  /** An entry only for a person recorded as dead. */
  deceased: { readonly date?: IsoDate };
  'community-services': {
    readonly service: string;
    readonly team?: string;
    readonly since?: IsoDate;
    readonly phone?: string;
  };
  /** `none-known` is a statement that someone made. No entry at all means nobody has recorded an answer. */
  allergies:
    | {
        readonly kind: 'allergy';
        readonly substance: string;
        readonly reaction?: string;
        readonly severity?: string;
        readonly recorded?: IsoDate;
      }
    | { readonly kind: 'none-known'; readonly recorded?: IsoDate };
  medicines: {
    readonly name: string;
    readonly dose?: string;
    readonly started?: IsoDate;
    readonly status: string;
  };
  problems: { readonly name: string; readonly onset?: IsoDate; readonly status?: string };
  'in-hospital-now': {
    readonly hospital: string;
    readonly ward?: string;
    readonly since?: Instant;
    readonly phone?: string;
  };
  'encounters-12-months': {
    readonly kind: 'admission' | 'emergency' | 'other';
    readonly place?: string;
    readonly start?: IsoDate;
    readonly end?: IsoDate;
    readonly reason?: string;
  };
  appointments: { readonly start: Instant; readonly service: string; readonly place?: string };
  'health-alerts': { readonly label: string; readonly detail?: string; readonly since?: IsoDate };
  'key-information': {
    readonly kind: 'future-care-plan' | 'dnacpr' | 'palliative' | 'next-of-kin' | 'other';
    readonly label: string;
    readonly detail?: string;
    readonly recorded?: IsoDate;
  };
  'incapacity-certificate': Period & { readonly scope: string; readonly issuedBy?: string };
  letters: Document;
  results: { readonly name: string; readonly value?: string; readonly date?: IsoDate };
  'nursing-notes': { readonly date?: IsoDate; readonly heading: string; readonly text: string };
}

export interface Period {
  readonly start?: IsoDate;
  readonly end?: IsoDate;
}

export interface Worker {
  readonly name: string;
  readonly role?: string;
  readonly phone?: string;
}

export interface Team {
  readonly name: string;
  readonly office?: string;
  readonly phone?: string;
  readonly outOfHoursPhone?: string;
}

export interface PersonName {
  readonly family: string;
  readonly given: string;
  readonly title?: string;
}

export interface ProtectionMeasure extends Period {
  readonly type: string;
  readonly lead?: Worker;
  readonly outOfHoursPhone?: string;
}

export interface CarePackage extends Period {
  readonly service: string;
  readonly provider?: string;
  readonly frequency?: string;
  readonly status: 'current' | 'planned' | 'ended' | 'suspended';
  readonly visits?: readonly PlannedVisit[];
}

/** A visit in an ordinary week: `day` 1 Monday to 7 Sunday, `time` as `HH:MM`. */
export interface PlannedVisit {
  readonly day: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly time: string;
  readonly workers: number;
}

export interface Document {
  readonly title: string;
  readonly kind?: string;
  readonly date?: IsoDate;
}
