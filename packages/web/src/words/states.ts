import type { ItemOutcome, ItemType } from '@solway/record';

type Unavailable = Extract<ItemOutcome, { state: 'unavailable' }>;

/** The short form of each state, for tiles and for the list of what a viewer may see. Each is different. */
export const STATE_LEADS = {
  'none-recorded': 'None recorded',
  unreadable: 'Sent, but could not be read',
  unavailable: 'Unavailable',
  'not-shared': 'Not shared under the agreement',
} as const;

interface Said {
  readonly lead: string;
  readonly sentence: string;
}

const NONE_IN_ITS_OWN_WORDS: Partial<Record<ItemType, (system: string) => Said>> = {
  // Nobody having asked is not "no allergies".
  allergies: () => ({ lead: 'Not asked', sentence: ALLERGY_NOT_ASKED }),
  'in-hospital-now': (system) => ({
    lead: STATE_LEADS['none-recorded'],
    sentence: `${system} answered, and has no present admission.`,
  }),
  deceased: (system) => ({
    lead: STATE_LEADS['none-recorded'],
    sentence: `${system} answered, and has no death recorded.`,
  }),
};

/** What an empty answer means, item by item. */
export function noneRecorded(item: ItemType, system: string): Said {
  return (
    NONE_IN_ITS_OWN_WORDS[item]?.(system) ?? {
      lead: STATE_LEADS['none-recorded'],
      sentence: `${system} answered, and holds nothing here that can be shown.`,
    }
  );
}

export function unreadableSentence(system: string, setAside: number): string {
  if (setAside === 0)
    return `${system} holds more than could be read, and nothing of what was read can be shown. This is not the same as none recorded.`;
  return `${system} sent ${count(setAside, 'record')} that could not be shown. This is not the same as none recorded.`;
}

/** Said wherever a source gave no answer: silence is never "none". */
export const NOT_NOTHING = 'This does not mean there is nothing recorded.';

export function unavailableSentence(system: string, outcome: Unavailable): string {
  switch (outcome.because) {
    case 'timeout':
      return `${system} did not answer within ${seconds(outcome.waitedMs)}.`;
    case 'source-down':
      return `${system} could not be reached (tried for ${seconds(outcome.waitedMs)}).`;
    case 'source-error':
      return `${system} answered with a fault after ${seconds(outcome.waitedMs)}.`;
    case 'person-not-found':
      return `${system} no longer holds anyone under the number this person is linked to, so the link needs to be checked.`;
  }
}

export function setAsideSentence(system: string, setAside: number): string {
  const them = setAside === 1 ? 'it' : 'them';
  return `${system} sent ${count(setAside, 'more record')} that could not be shown whole: ring to ask about ${them}.`;
}

export function truncatedSentence(system: string, shown: number): string {
  return `Only the first ${shown} are shown: ${system} holds more.`;
}

/** One of the four answers about allergies: recorded, none known, not asked, unavailable. */
const ALLERGY_NOT_ASKED =
  'Nobody has recorded an answer about allergies. This does not mean that there are none.';

export const NOT_MATCHED_LEAD = 'No match, or match under review';

export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${n} ${n === 1 ? singular : plural}`;
}

function seconds(ms: number): string {
  const tenths = Math.round(ms / 100) / 10;
  return tenths === 1 ? '1 second' : `${tenths} seconds`;
}

/** How the agreement's own refusals begin. */
const BY_AGREEMENT = /^Not shared under the agreement[^.]*\.\s*/;

type NotSharedOutcome = Extract<ItemOutcome, { state: 'not-shared' }>;

/** A sign-in that ended, or no stated purpose, is not the agreement's doing. */
export function notSharedLead({ cause }: Pick<NotSharedOutcome, 'cause'>): string {
  return cause === 'agreement' ? STATE_LEADS['not-shared'] : 'Not shared with you now';
}

/**
 * The reason alone, with the item's level: what says again that it is not shared is left out, because the words
 * before it have said so.
 */
export function whyNotShared({ sentence, level }: Pick<NotSharedOutcome, 'sentence' | 'level'>): string {
  const why = sentence.replace(BY_AGREEMENT, '');
  if (why === '') return level === undefined ? sentence : `Level ${level} item.`;
  return level === undefined || why === sentence || /\blevel \d/i.test(why)
    ? why
    : `${why} Level ${level} item.`;
}
