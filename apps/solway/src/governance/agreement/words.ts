import type { GovernanceRefusal, ReviewStanding, Standing } from '@solway/governance';
import { formatDate } from '@solway/kernel';
import type { Tagged } from '@solway/web';

export const STANDING_WORDS: Readonly<Record<Standing, Tagged>> = {
  draft: { tone: 'off', words: 'Draft' },
  consultation: { tone: 'due', words: 'In consultation' },
  signed: { tone: 'due', words: 'Signed by all' },
  scheduled: { tone: 'due', words: 'Signed, and not begun' },
  'in-force': { tone: 'on', words: 'In force' },
  'under-review': { tone: 'on', words: 'In force, under review' },
  superseded: { tone: 'off', words: 'Superseded' },
  ended: { tone: 'bad', words: 'Ended' },
  withdrawn: { tone: 'off', words: 'Taken back' },
};

/** What a review's date means today; nothing while it is far off. */
export function reviewWords({ due, lastDayOfGrace, is }: ReviewStanding): string | undefined {
  switch (is) {
    case 'far':
      return undefined;
    case 'soon':
      return `It is to be reviewed by ${formatDate(due)}.`;
    case 'due':
      return `Its review was due on ${formatDate(due)}. After ${formatDate(lastDayOfGrace)} nothing wider comes into force until an officer has decided.`;
    case 'past-grace':
      return `Its review was due on ${formatDate(due)}, and its grace is over. What is shared goes on; nothing wider comes into force until an officer has decided.`;
  }
}

/** What an officer is told. The code stands under it, for whoever is rung about it. */
export const GOVERNANCE_REFUSALS: Readonly<
  Record<GovernanceRefusal, { readonly title: string; readonly words: string; readonly status: number }>
> = {
  'agreement-unknown': { title: 'There is no such version', words: 'Go back to the list.', status: 404 },
  'agreement-not-allowed': {
    title: 'This is not yours to do',
    words: 'Another role does it, or an officer of another party.',
    status: 403,
  },
  'agreement-state-wrong': {
    title: 'It is too early or too late for that',
    words: 'The version is at another point of its life.',
    status: 409,
  },
  'agreement-stale': {
    title: 'The text has changed',
    words: 'Somebody has changed it since your page was shown. Look at it again.',
    status: 409,
  },
  'agreement-has-faults': {
    title: 'The text does not hold together',
    words: 'Each problem is named with its line.',
    status: 400,
  },
  'agreement-other': {
    title: 'It is another agreement',
    words: 'A new version has the same id as the agreement in force.',
    status: 409,
  },
  'agreement-version-taken': {
    title: 'There is a version of that number',
    words: 'Give this one a number of its own first.',
    status: 409,
  },
  'agreement-dates-over': {
    title: 'Its last day is over',
    words: 'Give it dates that are to come; every officer then signs again.',
    status: 409,
  },
  'agreement-not-signed': {
    title: 'Not every officer has signed',
    words: 'It comes into force when all have.',
    status: 409,
  },
  'agreement-own-work': {
    title: 'You wrote some of it',
    words:
      'Nobody approves what they have proposed: another officer signs it, signs its assessment off, or brings it into force.',
    status: 403,
  },
  'agreement-review-overdue': {
    title: 'The review comes first',
    words:
      'The review of what is in force is past its grace, and this version shares more. An officer who signs decides on the review; then this can go on.',
    status: 409,
  },
  'agreement-words-missing': {
    title: 'Something is missing',
    words: 'Words or a date that are needed were not given, or are too long.',
    status: 400,
  },
  'signature-not-yours': {
    title: 'You sign for no party here',
    words: 'Only the officers that the document names sign, each for their own party.',
    status: 403,
  },
  'signature-repeated': {
    title: 'This office has signed',
    words: 'One signature of each office stands under one text.',
    status: 409,
  },
  'signature-other-digest': {
    title: 'The text is not the one you were shown',
    words: 'It was changed. Read it as it stands, and sign that.',
    status: 409,
  },
  'signature-forged': {
    title: 'A signature is not genuine',
    words: 'It is not one that was made here for this text. Treat it as an incident.',
    status: 409,
  },
  'clock-set-back': {
    title: 'The clock is wrong',
    words: 'It stands before something that has already happened. Have it set right.',
    status: 409,
  },
  'assessment-not-signed-off': {
    title: 'Its impact assessment is open',
    words: 'It is signed off first, for what this version would share.',
    status: 409,
  },
  'assessment-incomplete': {
    title: 'The assessment is not complete',
    words: 'What is missing is listed under its last step.',
    status: 409,
  },
  'training-file-invalid': {
    title: 'The file can’t be read',
    words: 'It is a CSV file with a line of headings.',
    status: 400,
  },
  'assessment-regulator-first': {
    title: 'A high risk remains',
    words: 'The regulator is consulted first. Say when, and what came of it.',
    status: 409,
  },
};
