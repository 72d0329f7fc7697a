import type { DisclosureRefusal } from '@solway/disclosure';

/** What a practitioner is told when a page can't be opened. None of them says anything about a person. */
export const REFUSAL_SENTENCES: Readonly<Record<DisclosureRefusal, string>> = {
  'launch-malformed': 'Your system asked for this page in a way that could not be understood.',
  'launch-replayed': 'Your system asked for this page with a request that had been used before.',
  'launch-too-long': 'Your system asked for this page with a request that lives too long.',
  'launch-origin-unknown': 'The page that asked for this is not registered.',
  'launch-kind-not-allowed': 'Your system may not open this kind of page.',
  'launch-person-mismatch': 'The date of birth does not belong to the person who was asked for.',
  'handle-unknown': 'This page was opened in a way that is not known here.',
  'handle-used': 'This page has been opened before, and it opens only once.',
  'handle-expired': 'This page was not opened within one minute of being asked for.',
  'handle-wrong-origin': 'This page was asked for by one page and opened from another.',
  'view-unknown': 'This page is not known here.',
  'view-other-browser': 'This page was opened in another browser.',
  'view-closed': 'This page is closed: another person has been opened, or you left it.',
  'view-expired': 'This page has been open for too long.',
  'view-overtaken':
    'Something that this page rests on changed while it was being put together, so nothing was shown. Open it again.',
  'break-glass-not-offered': 'Emergency access would open nothing here.',
  'break-glass-reason-missing': 'Emergency access needs one of the reasons.',
  'break-glass-words-missing': 'Emergency access needs a few words on what is happening.',
};
