import type { Decision, ReviewRefusal } from '@solway/identity';
import { formatChi } from '@solway/kernel';

/** What a steward is told when nothing was done. None of them says anything about a person. */
export const REVIEW_REFUSALS: Readonly<
  Record<ReviewRefusal, { readonly title: string; readonly sentences: readonly string[] }>
> = {
  'review-unknown': {
    title: 'There is no such case',
    sentences: ['It may have been decided, or the link is not known here.'],
  },
  'review-withheld': {
    title: 'This is for another steward',
    sentences: [
      'The person, or somebody who shares a candidate with them, is restricted, and you are not on the allow-list.',
    ],
  },
  'review-claimed': {
    title: 'Another steward is deciding this',
    sentences: ['Their claim ends when they decide, go on, or after ten minutes.'],
  },
  'review-stale': {
    title: 'Something has changed since you opened this',
    sentences: [
      'Somebody decided it, reported it, or one of the records has changed. Your decision rested on what was there before.',
    ],
  },
  'review-choice-missing': {
    title: 'No candidate was chosen',
    sentences: ['Choose the candidate that the decision is about.'],
  },
  'review-reason-missing': {
    title: 'The reason is missing',
    sentences: ['Undoing a link needs a reason, and asking for more needs to say what is missing.'],
  },
  'review-second-opinion': {
    title: 'You have judged this',
    sentences: ['It waits for another steward, who judges it without knowing what you chose.'],
  },
  'review-nobody-else': {
    title: 'There is no other steward for this',
    sentences: ['A second opinion needs a second data steward who may know of the case.'],
  },
  'review-assignee-unknown': {
    title: 'It can’t be assigned to them',
    sentences: ['They are no data steward of yours, or are not on the allow-list of a restricted person.'],
  },
  'review-note-invalid': {
    title: 'The note can’t be kept',
    sentences: ['A note is plain text of at most 2,000 characters.'],
  },
};

/** What was done, for the top of the page that follows. */
export function decidedWords(decision: Decision): string {
  const who = decision.name;
  const [pair] = decision.pairs;
  const chi = pair === undefined ? '' : formatChi(pair.chi);
  switch (decision.act) {
    case 'linked':
      return `${who} is linked to CHI ${chi}.`;
    case 'reinstated':
      return `The link of ${who} to CHI ${chi} is in force again.`;
    case 'kept':
      return `The link of ${who} to CHI ${chi} is kept, and confirmed.`;
    case 'not-a-link':
      return decision.pairs.length === 1
        ? `${who} is not CHI ${chi}: that pair can’t come back by itself.`
        : `${who} is none of the ${decision.pairs.length} candidates.`;
    case 'undone':
      return `The link of ${who} to CHI ${chi} is undone, and can’t come back by itself.`;
    case 'held':
      return `Your decision about ${who} is kept. A second steward judges it too, and does not see yours. Nothing has moved.`;
    case 'disagreed':
      return `Your decision about ${who} is kept. Another steward judged differently: a third decides. Nothing has moved.`;
    case 'need-more':
      return `${who} waits for more, after all others.`;
  }
}
