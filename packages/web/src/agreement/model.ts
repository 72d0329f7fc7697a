import type { Instant, IsoDate, PlainDocument } from '@solway/kernel';
import type { GovernanceFrame, GovernanceSaid } from '../governance/frame.tsx';
import type { Tone } from '../page/inline.tsx';

/** Words and a colour for something that has a state; the words alone always say it. */
export interface Tagged {
  readonly tone: Tone;
  readonly words: string;
}

interface AgreementPage {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid;
}

export interface VersionLine {
  readonly versionId: string;
  readonly version: string;
  readonly level: number;
  readonly title: string;
  readonly standing: Tagged;
  /** `from 05-Jan-2026`, `05-Jan-2026 to 01-Mar-2026` */
  readonly dates: string;
  readonly signatures: string;
  readonly authors: string;
}

export interface AgreementListModel extends AgreementPage {
  readonly versions: readonly VersionLine[];
  /** A review that is near, due or late, in a sentence. */
  readonly reminders: readonly GovernanceSaid[];
  readonly mayDraft: boolean;
  /** Version numbers that a draft of each may have: by version id. */
  readonly nextNumber: string;
}

/** What stands at the head of every page of one version. */
export interface VersionHead {
  readonly versionId: string;
  readonly title: string;
  readonly version: string;
  readonly level: number;
  readonly standing: Tagged;
  readonly digest?: string;
  readonly tabs: readonly { readonly href: string; readonly label: string }[];
  readonly here: string;
}

interface VersionPage extends AgreementPage {
  readonly head: VersionHead;
}

export interface CommentLine {
  readonly at: Instant;
  readonly by: string;
  readonly section: string;
  readonly words: string;
  /** The text has changed since. */
  readonly onEarlierText: boolean;
}

export interface ReadModel extends VersionPage {
  readonly document: PlainDocument;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  readonly comments: readonly CommentLine[];
  /** Absent where comments are not taken. */
  readonly sections?: readonly { readonly value: string; readonly label: string }[];
}

export interface CompareModel extends VersionPage {
  readonly against: readonly {
    readonly versionId: string;
    readonly label: string;
    readonly chosen: boolean;
  }[];
  readonly compared?: {
    readonly with: string;
    readonly access: readonly string[];
    readonly settings: readonly string[];
    readonly material: boolean;
  };
}

export interface ReplayModel extends VersionPage {
  readonly days: number;
  readonly replayed?: {
    readonly from: Instant;
    readonly examined: number;
    readonly unreadable: number;
    readonly unchanged: number;
    readonly tookMs: number;
    readonly changes: readonly {
      readonly shown: boolean;
      readonly item: string;
      readonly role: string;
      readonly count: number;
    }[];
  };
}

export interface SigningLine {
  readonly party: string;
  readonly office: string;
  readonly signature?: {
    readonly name: string;
    readonly at: Instant;
    readonly keyId: string;
    readonly genuine: boolean;
  };
  /** This officer may sign here, now. */
  readonly mine: boolean;
}

export interface SignModel extends VersionPage {
  readonly revision: number;
  readonly signings: readonly SigningLine[];
  readonly voided: readonly { readonly office: string; readonly name: string; readonly voidedAt: Instant }[];
  /** What is done before it can come into force; each with whether it is. */
  readonly steps: readonly { readonly words: string; readonly done: boolean }[];
  readonly acts: readonly ('consult' | 'approve' | 'withdraw' | 'begin-review' | 'decide-review')[];
  readonly reviews: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly decision: string;
    readonly reason: string;
  }[];
  readonly review?: { readonly due: IsoDate; readonly words: string };
}

/** One thing of a draft that can be changed by a form. */
export interface EditablePart {
  /** `clause:C4`, `scope`, `front` */
  readonly part: string;
  readonly name: string;
  /** What it says now, in short. */
  readonly says: string;
}

export interface EditModel extends VersionPage {
  readonly revision: number;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  readonly front: readonly EditablePart[];
  readonly clauses: readonly {
    readonly direction: string;
    readonly rows: readonly {
      readonly part: string;
      readonly clause: string;
      readonly item: string;
      readonly level: number;
      readonly who: string;
      readonly purposes: string;
    }[];
    /** Items with no clause yet. */
    readonly free: readonly { readonly value: string; readonly label: string }[];
  }[];
  readonly sections: readonly EditablePart[];
}

export type EditField =
  | {
      readonly kind: 'text' | 'date' | 'number';
      readonly name: string;
      readonly label: string;
      readonly value: string;
      readonly hint?: string;
      readonly required?: boolean;
    }
  | {
      readonly kind: 'area';
      readonly name: string;
      readonly label: string;
      readonly value: string;
      readonly hint?: string;
      readonly required?: boolean;
    }
  | {
      readonly kind: 'ticks';
      readonly name: string;
      readonly label: string;
      readonly hint?: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly ticked: readonly string[];
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly value: string;
    };

export interface EditPartModel extends VersionPage {
  readonly revision: number;
  readonly part: string;
  readonly name: string;
  readonly fields: readonly EditField[];
  /** Why what was sent was not taken; the fields hold what was sent. */
  readonly faults: readonly string[];
  readonly removable: boolean;
}

export interface TextModel extends AgreementPage {
  /** Absent for a file that is not a version yet. */
  readonly head?: VersionHead;
  readonly revision?: number;
  readonly text: string;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  readonly mayChange: boolean;
}

export interface AskModel extends VersionPage {
  readonly items: readonly { readonly value: string; readonly label: string }[];
  readonly roles: readonly { readonly value: string; readonly label: string }[];
  readonly purposes: readonly { readonly value: string; readonly label: string }[];
  readonly asked: { readonly item: string; readonly role: string; readonly purpose: string };
  readonly who?: readonly {
    readonly who: string;
    readonly purposes: string;
    readonly level: number;
    readonly inForce: boolean;
  }[];
  readonly what?: readonly {
    readonly item: string;
    readonly clause: string;
    readonly level: number;
    readonly inForce: boolean;
  }[];
  readonly why?: { readonly outcome: Tagged; readonly practitioner: string; readonly governance: string };
}

export interface AssessModel extends VersionPage {
  readonly standing: Tagged;
  readonly steps: readonly { readonly step: string; readonly title: string; readonly words: string }[];
  readonly risks: readonly {
    readonly id: string;
    readonly words: string;
    readonly measures: string;
    readonly before?: { readonly likelihood: string; readonly severity: string; readonly level: string };
    readonly after?: { readonly likelihood: string; readonly severity: string; readonly level: string };
  }[];
  readonly likelihoods: readonly string[];
  readonly severities: readonly string[];
  readonly residual?: string;
  readonly gaps: readonly string[];
  readonly advice: readonly {
    readonly party: string;
    readonly name: string;
    readonly at: Instant;
    readonly recommends: string;
    readonly words: string;
  }[];
  readonly signOff?: {
    readonly by: string;
    readonly at: Instant;
    readonly overruling?: string;
    readonly regulator?: string;
  };
  readonly mayChange: boolean;
  readonly mayAdvise: boolean;
  readonly maySignOff: boolean;
  readonly againstAdvice: boolean;
}
