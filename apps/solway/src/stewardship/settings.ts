/** What an installation may set about the steward's work. */
export interface StewardSettings {
  /** After how many hours without an acknowledgement a notice of exposure is late. */
  readonly noticeHours: number;
}

export const DEFAULT_STEWARD_SETTINGS: StewardSettings = { noticeHours: 72 };
