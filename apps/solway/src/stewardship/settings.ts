import type { OpinionRule } from '@solway/identity';

/** What an installation may set about the steward's work. */
export interface StewardSettings {
  /** After how many hours without an acknowledgement a notice of exposure is late. */
  readonly noticeHours: number;
  /** Which decisions a second steward judges as well. */
  readonly secondOpinion: OpinionRule;
}

export const DEFAULT_STEWARD_SETTINGS: StewardSettings = {
  noticeHours: 72,
  secondOpinion: { percent: 0, protectionPercent: 0 },
};
