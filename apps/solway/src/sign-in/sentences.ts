import type { SignInError } from './error.ts';

/** What somebody is told who was not signed in. */
export const SIGN_IN_SENTENCES: Readonly<Record<SignInError['code'], string>> = {
  'sign-in-invalid': 'Signing in is not set up as it should be here.',
  'sign-in-unavailable': 'Your organisation’s sign-in did not answer. Try again in a minute.',
  'sign-in-attempt-unknown':
    'This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.',
  'sign-in-refused': 'Your organisation did not sign you in.',
  'sign-in-not-verified':
    'What your organisation’s sign-in said could not be verified, so nobody was signed in.',
  'sign-in-role-ambiguous':
    'One of your groups stands for two roles here, so none of them holds. Tell your privacy officer.',
  'sign-in-no-role':
    'You hold no role that opens a page here today, by your sign-in and your staff directory together.',
  'sign-in-other-person': 'Somebody else confirmed than is signed in here. Nothing was done.',
  'sign-in-needed': 'You are not signed in here, or not any more.',
};
