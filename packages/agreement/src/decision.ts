import type { Instant } from '@solway/kernel';
import type { ItemType } from '@solway/record';
import type { Reason } from './reason.ts';

export const RELATIONSHIPS = [
  'allocated',
  'admitted',
  'registered',
  'caseload',
  'referred',
  'stated',
] as const;
export const LINK_STATES = ['in-force', 'suspended', 'under-review', 'none'] as const;
export const TRAINING_STATES = ['current', 'grace', 'lapsed', 'none'] as const;

export type Relationship = (typeof RELATIONSHIPS)[number];
export type LinkState = (typeof LINK_STATES)[number];
export type TrainingState = (typeof TRAINING_STATES)[number];

/** Everything a decision may rest on. It is all given: deciding reads no clock, no database and no environment. */
export interface AccessRequest {
  readonly item: ItemType;
  readonly at: Instant;
  /** The party whose record is asked for, by its id in the agreement. */
  readonly holder: string;
  readonly user: {
    /** The user's own employer, by its id in the agreement. */
    readonly organisation: string;
    /** The acting role, where the user holds more than one. */
    readonly role: string;
    /** The user's own organisation says, today, that this person holds this role. */
    readonly roleVouched: boolean;
    /** The sign-in holds before this moment, not at it. */
    readonly signInExpiresAt: Instant;
  };
  readonly purpose: string;
  /** Why this user and this person: a recorded relationship, or a purpose stated in words; undefined is neither. */
  readonly relationship?: Relationship | undefined;
  readonly link: LinkState;
  /** Reckoned by `trainingState` from the agreement's own rule. */
  readonly training: TrainingState;
  /** Marks on the person's whole record; marks on single entries are applied after the fetch (`barMarks`). */
  readonly restriction: {
    readonly restricted: boolean;
    readonly allowListed: boolean;
    readonly protectedIdentity: boolean;
  };
  /** An emergency opening for this user and person, in force before this moment, not at it. */
  readonly breakGlassUntil?: Instant | undefined;
}

/** The gates that an emergency opening can hold open. No other gate ever is. */
export type OpenableGate = 'relationship' | 'training';

export interface AgreementReference {
  readonly id: string;
  readonly version: string;
  /** The level in force under this version, 1 to 4. */
  readonly level: number;
}

interface Explained {
  /** The agreement that decided, where one was given. */
  readonly agreement?: AgreementReference;
  /** The clause that names this item, whether or not it granted this request. */
  readonly clause?: string;
  /** The item's own level in the agreement. */
  readonly level?: number;
}

export interface Granted extends Explained {
  readonly outcome: 'granted';
  readonly item: ItemType;
  readonly clause: string;
  readonly level: number;
  readonly agreement: AgreementReference;
  /** Gates that held only because of an emergency opening. */
  readonly openedByBreakGlass: readonly OpenableGate[];
  /** True within the grace period: shown to the user as a warning. */
  readonly trainingInGrace: boolean;
  /** True where training is lapsed or missing and the agreement goes on with a warning, or an opening let it. */
  readonly trainingOverdue: boolean;
}

export interface Refused extends Explained {
  readonly outcome: 'refused';
  /** Absent where the request named no item type that this software knows. */
  readonly item?: ItemType;
  /** Every gate that failed, in gate order. */
  readonly reasons: readonly [Reason, ...Reason[]];
}

export type Decision = Granted | Refused;
