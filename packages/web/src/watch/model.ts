import type { Instant, IsoDate } from '@solway/kernel';
import type { GovernanceFrame, GovernanceSaid } from '../governance/frame.tsx';

/** The first page of watching: what was found, what is being looked into, and how the rules do. */
export interface WatchModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly asOf: Instant;
  /** Entries that no rule has judged yet. */
  readonly waiting: number;
  readonly findings: readonly WatchFinding[];
  /** Only one rule's findings are listed. */
  readonly onlyRule?: string;
  /** The moment to ask for older ones from, where there are more. */
  readonly olderBefore?: Instant;
  readonly investigations: readonly WatchInvestigation[];
  readonly rates: readonly WatchRate[];
  readonly noisy: readonly { readonly rule: string; readonly day: IsoDate; readonly beyond: number }[];
}

export interface WatchFinding {
  readonly id: string;
  readonly ruleId: string;
  /** Its name. */
  readonly rule: string;
  readonly severity: 'low' | 'medium' | 'high';
  readonly user: string;
  /** `CHI 140745 1243`, `Mosaic 501`, or undefined where it is about many. */
  readonly about?: string | undefined;
  readonly sentence: string;
  readonly looks: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

export interface WatchInvestigation {
  readonly id: string;
  readonly reference: string;
  readonly about: string;
  readonly findings: number;
  readonly owner: string;
  readonly dueOn: IsoDate;
  readonly overdue: boolean;
  readonly outcome?: string | undefined;
}

/** What came of a rule in 90 days. */
export interface WatchRate {
  readonly rule: string;
  readonly name: string;
  readonly on: boolean;
  readonly found: number;
  readonly open: number;
  readonly suppressed: number;
  readonly falseAlarms: number;
  readonly misuse: number;
  readonly other: number;
  /** Most of what was judged was a false alarm: the rule wants mending. */
  readonly mend: boolean;
  readonly notJudged: readonly { readonly missing: string; readonly looks: number }[];
}

export interface WatchCaseModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly investigation: WatchInvestigation & { readonly openedAt: Instant };
  readonly findings: readonly WatchFinding[];
  readonly evidence: readonly WatchEvidence[];
  readonly evidenceLeftOut: number;
  readonly steps: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly step: string;
    readonly note: string;
  }[];
  readonly owners: readonly { readonly id: string; readonly name: string }[];
  readonly open: boolean;
  /** The day that a quietened rule speaks again, unless the officer says otherwise. */
  readonly suppressUntil: IsoDate;
}

export interface WatchEvidence {
  readonly at: Instant;
  readonly kind: 'disclosed' | 'refused' | 'break-glass';
  readonly about: string;
  readonly role: string;
  readonly purpose: string;
  readonly basis: string;
  readonly shown: number;
}

export interface WatchRulesModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly rules: readonly {
    readonly id: string;
    readonly name: string;
    readonly on: boolean;
    readonly thresholds: readonly {
      readonly name: string;
      readonly words: string;
      readonly value: number;
      readonly least: number;
      readonly most: number;
    }[];
  }[];
  readonly suppressions: readonly {
    readonly id: string;
    readonly rule: string;
    readonly user: string;
    readonly about?: string | undefined;
    readonly reason: string;
    readonly until: IsoDate;
    readonly by: string;
    readonly held: number;
  }[];
  /** `CHI number` or `Mosaic number`. */
  readonly numberName: string;
  readonly people: readonly {
    readonly person: string;
    readonly words: string;
    readonly why: string;
    readonly until?: IsoDate | undefined;
    readonly by: string;
  }[];
}
