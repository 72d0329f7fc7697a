import type { ChiNumber, Instant, IsoDate } from '@solway/kernel';
import type { GlassLink } from '../glass/model.ts';

export interface ReviewViewer {
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
}

/** What every page of the steward's needs. Ids are opaque, and travel in form bodies only. */
export interface ReviewActions {
  readonly viewId: string;
  /** POST `view`, and `place` or `after` to narrow or go on. */
  readonly listUrl: string;
  /** POST `view` and `case`, or `from` and `way`. */
  readonly openUrl: string;
  /** POST `view`, `case`, `screen`, `act`, `choice`, `reason`, `note`. */
  readonly decideUrl: string;
  /** POST `view` and `link`. */
  readonly exposureUrl: string;
  /** POST `view` and `number`. */
  readonly findUrl: string;
  /** POST `view`, `to` and each `case`; `back` is the case to go back to. */
  readonly assignUrl: string;
  readonly qualityUrl: string;
  /** POST `view`, `report` and `note`: settles a report from a page that showed no match. */
  readonly reportUrl: string;
  /** POST `view`, `link`, `notice` and `note`: somebody was told in another way. */
  readonly toldUrl: string;
  /** POST `view` and `link`: the exposure report as a file. */
  readonly exposureFileUrl: string;
  /** POST `view`: the CHI numbers that are loaded into Mosaic. */
  readonly loadsUrl: string;
  readonly closeUrl: string;
  readonly idleMinutes: number;
  readonly nonce?: string;
}

export type ReviewPlaceName = 'protection' | 'reported' | 'doubted' | 'close' | 'below' | 'deferred';

/** What has just happened, said at the top of the page that follows. */
export interface ReviewSaid {
  readonly tone: 'done' | 'trouble';
  readonly words: string;
  /** The case it happened to, to be opened again. */
  readonly caseId?: string;
  /** A link whose exposure report is now of interest. */
  readonly exposureOf?: string;
}

interface ReviewPage {
  readonly viewer: ReviewViewer;
  readonly assembledAt: Instant;
  readonly actions: ReviewActions;
  readonly said?: ReviewSaid;
}

export interface WorklistModel extends ReviewPage {
  readonly places: readonly {
    readonly place: ReviewPlaceName;
    readonly waiting: number;
    readonly oldest?: Instant;
  }[];
  /** The one place that is shown; all where undefined. */
  readonly place?: ReviewPlaceName;
  readonly whose?: WorklistWhose;
  readonly context?: 'child' | 'adult';
  /** Stewards of the organisation, to assign cases to. */
  readonly stewards: readonly Assignee[];
  readonly rows: readonly WorklistEntry[];
  /** The case to ask for more after. */
  readonly moreAfter?: string;
  /** From pages that showed no match. */
  readonly reports: readonly ReportEntry[];
  /** Undone links of which somebody has still to acknowledge what they saw. */
  readonly unacknowledged: readonly UnacknowledgedEntry[];
  readonly lastRun?: {
    readonly at: Instant;
    readonly model: string;
    readonly linked: number;
    readonly review: number;
    readonly none: number;
  };
}

export interface ReportEntry {
  readonly reportId: string;
  readonly reference: string;
  readonly at: Instant;
  /** The organisation whose page it was. */
  readonly from: string;
  /** What was said to be wrong. */
  readonly words: string;
  /** Whose page it was, by the number that was open; absent where this steward may not know. */
  readonly about?: { readonly words: string; readonly number: string };
}

export interface UnacknowledgedEntry {
  readonly linkId: string;
  readonly waiting: number;
  readonly late: number;
  readonly since: Instant;
  /** The pair in words; absent where this steward may not know. */
  readonly about?: string;
}

export type WorklistEntry =
  | {
      readonly kind: 'withheld';
      readonly place: ReviewPlaceName;
      readonly waitingSince: Instant;
      readonly mayDecide: readonly string[];
    }
  | {
      readonly kind: 'open';
      readonly caseId: string;
      readonly place: ReviewPlaceName;
      readonly waitingSince: Instant;
      readonly name: string;
      readonly personId: string;
      readonly birthDate?: IsoDate;
      readonly marks: readonly PersonMark[];
      readonly suspended: boolean;
      readonly pairs: number;
      readonly bestBits?: number;
      readonly claimedBy?: string;
      readonly assignedTo?: string;
      /** This steward has judged it, and it waits for another; or two have judged it differently. */
      readonly opinion?: 'mine-waits' | 'disagreed';
    };

export type WorklistWhose = 'mine' | 'nobody' | 'disagreed';

export interface Assignee {
  readonly id: string;
  readonly name: string;
}

/** One judgement of a case, where it may be told. */
export interface OpinionModel {
  readonly by: string;
  readonly at: Instant;
  readonly words: string;
  readonly note: string;
}

export type PersonMark = 'child' | 'protection' | 'restricted';

export type ComparedAs = 'same' | 'earlier' | 'close' | 'different' | 'none';

export interface CaseModel extends ReviewPage {
  readonly caseId: string;
  readonly screen: string;
  readonly place: ReviewPlaceName;
  readonly open: boolean;
  readonly name: string;
  readonly personId: string;
  readonly marks: readonly PersonMark[];
  /** Another steward who holds it. */
  readonly claimedBy?: { readonly name: string; readonly until?: Instant };
  readonly claimedUntil?: Instant;
  readonly assignedTo?: Assignee;
  /** Stewards who may decide it. */
  readonly assignees: readonly Assignee[];
  /** `mine` waits for another steward; of `two` that differ, a third decides. */
  readonly opinions?: {
    readonly state: 'mine' | 'two';
    readonly list: readonly OpinionModel[];
    /** This steward is one of the two. */
    readonly oneOfThem: boolean;
  };
  readonly household: {
    readonly others: readonly HouseholdEntry[];
    /** Others at that address who are not listed. */
    readonly more: number;
  };
  readonly rows: readonly ComparedRow[];
  readonly candidates: readonly CandidateModel[];
  /** Pairs judged before: they can't come back by themselves. */
  readonly judged: readonly {
    readonly linkId: string;
    readonly chi: ChiNumber;
    readonly at: Instant;
    readonly by: string;
  }[];
  readonly notes: readonly { readonly at: Instant; readonly by: string; readonly words: string }[];
  readonly tasks: readonly { readonly reference: string; readonly words: string; readonly at: Instant }[];
}

export interface HouseholdEntry {
  readonly side: 'council' | 'chi';
  readonly number: string;
  readonly name: string;
  readonly birthDate?: IsoDate;
  readonly sex?: string;
  /** How they are like the council's record: what a wrong match would most easily be. */
  readonly like?: 'twin' | 'duplicate' | 'generation' | 'namesake';
}

/** One line of the comparison: the council's values, and each candidate's with how it stands to them. */
export interface ComparedRow {
  readonly label: string;
  readonly council: readonly string[];
  readonly candidates: readonly { readonly value: readonly string[]; readonly as: ComparedAs }[];
}

export interface CandidateModel {
  readonly linkId: string;
  readonly chi: ChiNumber;
  readonly name: string;
  readonly state: GlassLink['state'];
  readonly why: GlassLink;
  /** Sentences that a steward has to see before deciding. */
  readonly warnings: readonly string[];
  readonly suspension?: { readonly at: Instant; readonly by: string; readonly words: string };
  /** Why a link that stands is to be looked at again. */
  readonly doubts: readonly { readonly reason: string; readonly at: Instant }[];
}

export interface ExposureModel extends ReviewPage {
  readonly caseId: string;
  readonly linkId: string;
  readonly chi: ChiNumber;
  readonly chiName: string;
  readonly personId: string;
  readonly councilName: string;
  readonly state: 'in-force' | 'under-review' | 'suspended' | 'undone';
  readonly undone?: {
    readonly at: Instant;
    readonly by: string;
    readonly reason: string;
    readonly note: string;
  };
  readonly disclosures: readonly ExposureRow[];
  /** Who was to be told; empty where the link was not undone. */
  readonly notices: readonly ExposureNoticeRow[];
  /** After how many hours without an acknowledgement somebody is to act. */
  readonly lateAfterHours: number;
  /** Disclosures about the same number whose personal part has been erased. */
  readonly erased: number;
}

export interface ExposureNoticeRow {
  readonly noticeId: string;
  readonly user: { readonly name: string; readonly role: string; readonly organisation: string };
  readonly raisedAt: Instant;
  readonly shownAt?: Instant;
  readonly acknowledgedAt?: Instant;
  /** The steward who told them in another way. */
  readonly toldBy?: string;
  readonly late: boolean;
  readonly hasLeft: boolean;
}

export interface ExposureRow {
  readonly at: Instant;
  readonly user: { readonly name: string; readonly role: string; readonly organisation: string };
  readonly purpose: string;
  readonly basis: string;
  readonly agreement: string;
  /** What was shown, each with its count. */
  readonly shown: readonly string[];
  /** The same without counts. */
  readonly itemNames: readonly string[];
  readonly none: readonly string[];
}
