import type { LinkageWarning } from '../errors.ts';
import type { TableInput } from '../engine/tables.ts';
import type { Model, SettingsInput } from '../settings/schema.ts';

/** How far the work is, for a person to watch. */
export interface Progress {
  readonly step: string;
  readonly elapsedMs: number;
  readonly memoryMb: number;
}

export interface LinkOptions {
  readonly left: TableInput;
  /** Without it, `left` is deduplicated. */
  readonly right?: TableInput | undefined;
  /** Settings to train, or a trained model to use as it is. */
  readonly settings: SettingsInput | Model;
  /** The date written into the model, YYYY-MM-DD. The package reads no clock for it. */
  readonly date: string;
  /** Pairs known to be matches, to take m from: columns `left_id`, `right_id`. */
  readonly labels?: TableInput | undefined;
  /**
   * Whose values say how common a value is, for a trained model: those it was trained on, or the right table's own.
   * The model that the run returns then holds these.
   */
  readonly frequencies?: 'model' | 'right' | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface StepTiming {
  readonly step: string;
  readonly ms: number;
}

export interface RuleReport {
  readonly rule: string;
  readonly pairs: number;
  readonly largestBlock: number;
  /** Pairs that no earlier rule brought. */
  readonly added: number;
}

/** What a run did, in numbers. */
export interface LinkSummary {
  readonly linkType: 'link' | 'dedupe';
  readonly leftRows: number;
  readonly rightRows: number | null;
  readonly pairs: number;
  readonly links: number;
  readonly clusters: number | null;
  readonly tied: number;
  readonly thresholdWeight: number;
  readonly rules: readonly RuleReport[];
  readonly timings: readonly StepTiming[];
  readonly peakMemoryMb: number;
  readonly warnings: readonly LinkageWarning[];
}

/** One link as it leaves. Ids are texts. */
export interface Link {
  readonly leftId: string;
  readonly rightId: string;
  readonly matchWeight: number;
  readonly matchProbability: number;
  /**
   * Bits by which it beats the next best pair of either record (one to one) or of the left one (best link), Infinity
   * where no other comes near; null where all pairs over the threshold are links.
   */
  readonly margin: number | null;
}
