import type { Instant } from '@solway/kernel';
import type { ItemType } from '@solway/record';

/** Everything a decision may rest on. It is all given: deciding reads no clock, no database and no environment. */
export interface AccessRequest {
  readonly item: ItemType;
  readonly at: Instant;
  readonly user: {
    readonly organisation: string;
    readonly role: string;
    /** The user's own organisation says, today, that this person holds this role. */
    readonly roleVouched: boolean;
    readonly signInExpiresAt: Instant;
  };
  readonly purpose: string;
  /** Why this user and this person: a recorded relationship, or a purpose stated in words; undefined is neither. */
  readonly relationship?: 'allocated' | 'admitted' | 'registered' | 'caseload' | 'referred' | 'stated';
  readonly link: 'in-force' | 'suspended' | 'under-review' | 'none';
  readonly training: 'current' | 'grace' | 'lapsed' | 'none';
  /** Marks on the person's whole record; marks on single entries are applied after the fetch. */
  readonly restriction: {
    readonly restricted: boolean;
    readonly allowListed: boolean;
    readonly protectedIdentity: boolean;
  };
  /** An emergency opening in force for this user and person, until this moment. */
  readonly breakGlassUntil?: Instant;
}

/** The gates, in the order in which they are told to people. Every one that fails is returned. */
export type Gate =
  | 'agreement'
  | 'clause'
  | 'level'
  | 'role'
  | 'purpose'
  | 'sign-in'
  | 'link'
  | 'restriction'
  | 'protected-identity'
  | 'relationship'
  | 'training';

export interface Reason {
  readonly gate: Gate;
  /** What exactly failed, for a governance lead: `link-suspended`, `role-not-named`, … */
  readonly code: string;
}

interface Explained {
  readonly item: ItemType;
  /** The agreement that decided, where one is in force. */
  readonly agreement?: { readonly id: string; readonly version: string };
  /** The clause that names this item, whether or not it granted this request. */
  readonly clause?: string;
  readonly level?: number;
}

export type Decision =
  | (Explained & {
      readonly outcome: 'granted';
      readonly clause: string;
      readonly agreement: { readonly id: string; readonly version: string };
      /** Gates that held only because of an emergency opening. */
      readonly openedByBreakGlass: readonly Gate[];
      /** True within the grace period: shown to the user as a warning. */
      readonly trainingInGrace: boolean;
    })
  | (Explained & { readonly outcome: 'refused'; readonly reasons: readonly [Reason, ...Reason[]] });
