import type { Instant } from '@solway/kernel';
import type { ReviewActions, ReviewSaid, ReviewViewer } from './model.ts';

/** Where the forms of the pages about loads go; each posts `view`. */
export interface LoadActions {
  readonly listUrl: string;
  readonly makeUrl: string;
  /** And `load`, `outcome`, `after`. */
  readonly showUrl: string;
  /** And `load`. */
  readonly againUrl: string;
  /** And `load`. Answers a CSV file. */
  readonly errorFileUrl: string;
  /** Answers a CSV file. */
  readonly uploadFileUrl: string;
  /** Multipart: `view` and `file`. */
  readonly sendFileUrl: string;
}

export type LoadOriginName = 'changes' | 'undone' | 'again' | 'file';
export type LoadOutcomeName = 'waiting' | 'accepted' | 'unchanged' | 'rejected';
export type LoadCounts = Readonly<Record<LoadOutcomeName, number>>;

interface LoadPage {
  readonly viewer: ReviewViewer;
  readonly assembledAt: Instant;
  readonly actions: ReviewActions;
  readonly loads: LoadActions;
  readonly said?: ReviewSaid;
  /** Since when Mosaic has taken no rows, where it takes none. */
  readonly downSince?: Instant;
}

export interface LoadsModel extends LoadPage {
  /** Whether Solway may write to Mosaic by itself. */
  readonly direct: boolean;
  /** In what Mosaic and the links differ now. */
  readonly toSet: number;
  readonly toWithdraw: number;
  readonly recent: readonly LoadLine[];
}

export interface LoadLine {
  readonly loadId: string;
  readonly at: Instant;
  readonly origin: LoadOriginName;
  readonly by: string;
  readonly counts: LoadCounts;
}

export interface LoadModel extends LoadPage {
  readonly load: LoadLine;
  readonly reasons: readonly { readonly reason: string; readonly rows: number }[];
  /** The one outcome that is shown; all where undefined. */
  readonly outcome?: LoadOutcomeName;
  readonly rows: readonly LoadRowModel[];
  readonly withheld: number;
  readonly moreAfter?: number;
}

export interface LoadRowModel {
  readonly number: number;
  /** `SMITH, Jean`; undefined where no such person is held. */
  readonly name?: string;
  readonly personId: string;
  /** As people read it, or as it was written where it is no number. */
  readonly chi: string;
  readonly action: string;
  readonly outcome: LoadOutcomeName;
  readonly reason?: string;
}
