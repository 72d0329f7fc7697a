import type { ChiNumber, Instant } from '@solway/kernel';
import type { Freshness, ItemType } from '@solway/record';
import type { GovernanceFrame } from '../governance/frame.tsx';

/** What a governance lead sees behind the glass: who saw what about whom, why, and what was refused. */
export interface GlassModel {
  readonly frame: GovernanceFrame;
  readonly assembledAt: Instant;
  readonly ledger: LedgerStanding;
  /** Newest first. */
  readonly entries: readonly GlassEntry[];
  /** Launches that never became a view. Newest first. */
  readonly refusedLaunches: readonly RefusedLaunch[];
  /** Newest first. */
  readonly tasks: readonly GlassTask[];
  /** The one entry that is opened, in full. */
  readonly chosen?: GlassStory;
  readonly actions: GlassActions;
}

export interface GlassActions {
  /** POST `view` and `entry` (an entry's id) to open one entry; `before` (a moment) for older ones. */
  readonly openUrl: string;
  /** The moment to ask for older entries from, where there are more. */
  readonly olderBefore?: Instant;
}

export interface LedgerStanding {
  /** Leaves in the tree. */
  readonly size: number;
  /** Hex or base64url, shown as given. */
  readonly rootHash?: string;
  readonly countersignedAt?: Instant;
  readonly countersignedBy?: string;
  /** Leaves that the other organisation has not yet countersigned. */
  readonly notYetCountersigned: number;
}

/** A person in the list: by number, or sealed where this reader may not know who. */
export type GlassSubject =
  | { readonly kind: 'chi'; readonly chi: ChiNumber }
  | { readonly kind: 'sealed' }
  /** No match was in force, so there was nobody on the other side to name. */
  | { readonly kind: 'not-matched' };

/** How many items of one view came out each way. */
export interface OutcomeCounts {
  readonly shown: number;
  readonly none: number;
  readonly unreadable: number;
  readonly unavailable: number;
  readonly notShared: number;
}

export interface GlassEntry {
  /** The entry's own id in the ledger: a UUID. */
  readonly id: string;
  /** Place in the tree, from 0; absent in the moments before it has been given one. */
  readonly position?: number;
  readonly at: Instant;
  readonly user: { readonly name: string; readonly role: string; readonly organisation: string };
  readonly subject: GlassSubject;
  readonly purpose: string;
  readonly counts: OutcomeCounts;
  /** What kind of look it was; a panel is one "try again". */
  readonly kind: 'summary' | 'panel' | 'not-matched' | 'break-glass';
}

export interface GlassStory {
  readonly entry: GlassEntry;
  readonly leafHash: string;
  readonly agreement?: { readonly title: string; readonly version: string };
  readonly relationship?: string;
  readonly items: readonly GlassItem[];
  /** Why this person on one side is held to be this person on the other. */
  readonly link?: GlassLink;
}

export interface GlassItem {
  readonly item: ItemType;
  readonly outcome: 'shown' | 'none-recorded' | 'unreadable' | 'unavailable' | 'not-shared';
  /** How many entries were shown. */
  readonly shown?: number;
  readonly clause?: string;
  readonly agreementVersion?: string;
  /** Every gate that refused, in order, with its code. */
  readonly refusedBy: readonly { readonly gate: string; readonly code: string }[];
  readonly source?: string;
  readonly freshness?: Freshness;
  /** Digest of what was shown, as the ledger holds it. */
  readonly digest?: string;
}

export interface RefusedLaunch {
  readonly at: Instant;
  /** `handle-used`, `handle-expired`, `origin-wrong`, … */
  readonly code: string;
  /** One plain sentence. */
  readonly sentence: string;
  /** The host that asked or the origin that came, as it was given. */
  readonly from: string;
}

export interface GlassTask {
  readonly reference: string;
  readonly raisedAt: Instant;
  readonly raisedBy: string;
  readonly what: string;
  readonly status: 'open' | 'picked-up' | 'done';
  readonly subject: GlassSubject;
}

/** A link explained: the weight of each comparison in bits (log2 of the odds), from `prior` to `total`. */
export interface GlassLink {
  readonly state: 'in-force' | 'suspended' | 'under-review';
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  /** Dated name of the model, or what else decided. */
  readonly model: string;
  readonly priorBits: number;
  readonly totalBits: number;
  /** A link is made at or above this many bits. */
  readonly thresholdBits: number;
  /** Bits of the best other candidate, where there was one. */
  readonly runnerUpBits?: number;
  readonly fields: readonly LinkField[];
}

export interface LinkField {
  /** `surname`, `date of birth`, … */
  readonly name: string;
  /** In words: `the same`, `close`, `different`, `missing on one side`. Holds no values. */
  readonly comparison: string;
  readonly weightBits: number;
}
