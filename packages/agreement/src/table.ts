import type { ItemType, Mark } from '@solway/record';
import type { AgreementReference, OpenableGate, TrainingState } from './decision.ts';
import type { PartyKind, TrainingMeans } from './schema.ts';

/** A clause with its groups opened out. The item flows from parties of one kind to parties of the other. */
export interface TableClause {
  readonly id: string;
  readonly level: number;
  readonly from: PartyKind;
  readonly to: PartyKind;
  readonly roles: ReadonlySet<string>;
  readonly purposes: ReadonlySet<string>;
  /** For each mark that this clause lifts: for whom and for what. */
  readonly lifts: readonly {
    readonly mark: Mark;
    readonly roles: ReadonlySet<string>;
    readonly purposes: ReadonlySet<string>;
  }[];
}

export interface TableParty {
  readonly kind: PartyKind;
  readonly level: number;
  /** Half-open, in milliseconds of the epoch. */
  readonly periods: readonly { readonly fromMs: number; readonly untilMs: number }[];
  readonly roles: ReadonlySet<string>;
}

/** An agreement as deciding reads it: every question is one look-up. Never leaves this package. */
export interface Table {
  readonly reference: AgreementReference;
  readonly startMs: number;
  readonly endMs: number;
  readonly parties: ReadonlyMap<string, TableParty>;
  readonly roles: ReadonlySet<string>;
  readonly purposes: ReadonlySet<string>;
  readonly clauses: ReadonlyMap<ItemType, TableClause>;
  readonly graceAllowed: boolean;
  /** Keyed by `withoutTrainingKey`. */
  readonly withoutTraining: ReadonlyMap<string, TrainingMeans>;
  readonly breakGlassOpens: ReadonlySet<OpenableGate>;
  readonly breakGlassMs: number;
}

export function withoutTrainingKey(state: TrainingState, level: number, purpose: string): string {
  return `${state} ${level} ${purpose}`;
}
