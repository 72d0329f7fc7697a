import type { AnswerDocument, Due, Hold } from '@solway/answer';
import type { Instant, IsoDate } from '@solway/kernel';
import type { GovernanceFrame, GovernanceSaid } from '../governance/frame.tsx';

export interface AnswerListModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly numberName: string;
  readonly today: IsoDate;
  readonly proxyBases: readonly (readonly [value: string, words: string])[];
  readonly requests: readonly AnswerRequestLine[];
}

export interface AnswerRequestLine {
  readonly id: string;
  readonly reference: string;
  readonly name: string;
  readonly number: string;
  readonly askedBy: string;
  readonly receivedOn: IsoDate;
  readonly due: Due;
  readonly state: 'open' | 'released' | 'ended';
}

export interface AnswerRequestModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  readonly request: AnswerRequestLine & {
    readonly scope: string;
    readonly proxyBasis?: string | undefined;
    readonly identityConfirmedOn?: IsoDate | undefined;
    readonly extendedOn?: IsoDate | undefined;
    readonly gatheredAt?: Instant | undefined;
    readonly digest?: string | undefined;
  };
  readonly items: readonly AnswerItem[];
  readonly steps: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly step: string;
    readonly note: string;
  }[];
}

export interface AnswerItem {
  readonly key: string;
  readonly section: AnswerDocument['sections'][number]['section'];
  readonly at?: Instant | undefined;
  readonly title: string;
  readonly detail: AnswerDocument['sections'][number]['items'][number]['detail'];
  readonly holds: readonly Hold[];
  readonly decision?: 'include' | 'withhold' | undefined;
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
}

/** The words that only the agreement in force has. */
export interface AnswerWords {
  /** What each purpose means. */
  readonly purposes: Readonly<Record<string, string>>;
}
