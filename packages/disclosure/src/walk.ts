import type { CompiledAgreement } from '@solway/agreement';
import type { Instant } from '@solway/kernel';
import type { Direction } from '@solway/record';
import type { Source } from '@solway/sources';
import type { Database } from '@solway/store';
import type { Host } from './host.ts';

/** The steps of a view, in their order. `released` is told when the page has been handed to the transport. */
export const WALK_STEPS = [
  'opened',
  'resolved',
  'decided',
  'fetched',
  'assembled',
  'recorded',
  'released',
] as const;
export type WalkStep = (typeof WALK_STEPS)[number];

/** What the walk stands on. Everything that varies is here: there is no other clock, database or source. */
export interface Walk {
  readonly db: Database;
  readonly clock: () => Instant;
  /** The agreement in force at this moment; undefined refuses everything. */
  readonly agreement: () => AgreementInForce | undefined;
  readonly sources: Readonly<Record<Direction, Source>>;
  readonly owners: Readonly<Record<Direction, Owner>>;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly limits: WalkLimits;
  /** Whether what is kept of the holder's restrictions is current; left out, it is taken to be. */
  readonly restrictionsCurrent?: (direction: Direction) => boolean;
  /** True where a refusal is one of a run, and is counted in the run's one entry. */
  readonly isOneOfMany?: (reason: 'unknown-handle') => boolean;
  /** Told of each step as it ends, for timing and for tracing. */
  readonly observe?: (step: WalkStep, elapsedMs: number) => void;
}

export interface AgreementInForce {
  readonly compiled: CompiledAgreement;
  /** SHA-256 of the agreement's canonical form, in hex. */
  readonly digest: string;
}

/** The organisation and system whose record is shown, and where to telephone. */
export interface Owner {
  /** The party to the agreement that holds the record, by its id there. */
  readonly party: string;
  readonly organisation: string;
  readonly system: string;
  readonly contact: { readonly label: string; readonly phone: string };
}

export interface WalkLimits {
  /** A page waits this long for its sources, and no longer. */
  readonly sourceDeadlineMs: number;
  readonly handleSeconds: number;
  readonly viewMinutes: number;
  /** A page of somebody who signed in ends when it was not used for so long. */
  readonly signInIdleMinutes: number;
  /** Entries read for one item. */
  readonly entriesPerItem: number;
}

export const DEFAULT_LIMITS: WalkLimits = {
  sourceDeadlineMs: 2000,
  handleSeconds: 60,
  viewMinutes: 30,
  signInIdleMinutes: 15,
  entriesPerItem: 50,
};
