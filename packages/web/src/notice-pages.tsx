import type { Direction, Summary } from '@solway/record';
import type { ComponentChild } from 'preact';
import { renderDocument } from './page/document.tsx';
import { phone } from './page/inline.tsx';

export type ClosedReason = 'host' | 'idle' | 'left' | 'user' | 'expired';

const CLOSED: Readonly<Record<ClosedReason, string>> = {
  host: 'The system that opened it has moved to somebody else, or you have signed out of it.',
  idle: 'Nobody used it for a while.',
  left: 'You left the page.',
  user: 'You closed it.',
  expired: 'Its time had run out.',
};

/** After a view is over: nothing about the person, and how to come back. */
export function renderClosedPage(reason: ClosedReason, options: NoticeOptions = {}): string {
  return notice('This view is closed', options, [
    <p>{CLOSED[reason]}</p>,
    <p>Nothing about the person is left on this page. Open it again from the record you have open.</p>,
  ]);
}

export interface Refusal {
  /** The coded reason, for whoever is rung about it. */
  readonly code: string;
  /** In plain words, for the practitioner; it never names a person. */
  readonly sentence: string;
}

/** A view that was not opened at all: a handle used or expired, another origin, nothing known of it. */
export function renderRefusedPage({ code, sentence }: Refusal, options: NoticeOptions = {}): string {
  return notice('This view can’t be opened', options, [
    <p>{sentence}</p>,
    <p>Open the person again in your own system and choose the summary there. Nothing was shown.</p>,
    <p class="soft">
      Code <code>{code}</code>
    </p>,
  ]);
}

/** What happened after "this is not my patient", and what happens next. The view itself is over. */
export function renderNotMyPatientDone(
  done: {
    readonly direction: Direction;
    readonly contact: Summary['contact'];
    /** The page had shown a match. Where it had not, the words rest on nothing else. */
    readonly stopped: boolean;
    /** What to quote when ringing about it; opaque. */
    readonly taskReference: string;
  },
  options: NoticeOptions = {},
): string {
  if (!done.stopped) {
    return notice('Thank you: a data steward will look at it', options, [
      <p>
        That page showed no match, so there was nothing on it to stop. A data steward has your report,
        reference <b>{done.taskReference}</b>.
      </p>,
      <p>
        <b>This does not mean that the person is not known.</b> If you need to know now, ring{' '}
        {done.contact.label}: {phone(done.contact.phone)}.
      </p>,
    ]);
  }
  const whose = done.direction === 'council-to-health' ? 'the social work record' : 'the health record';
  return notice('Thank you: the link is stopped', options, [
    <p>
      Nobody on either side can now see {whose} through this link. A data steward has a task to check it,
      reference <b>{done.taskReference}</b>, and everybody who saw something because of it will be listed.
    </p>,
    <p>
      <b>This does not mean that the person is not known.</b> If you need to know now, ring{' '}
      {done.contact.label}: {phone(done.contact.phone)}.
    </p>,
    <p>If you wrote anything down from that page, check whom it is about before you use it.</p>,
  ]);
}

/** After a notice was acknowledged on a page that was over by then. */
export function renderAcknowledgedPage(options: NoticeOptions = {}): string {
  return notice('Thank you: it is noted', options, [
    <p>That you have read the notice is kept. Open the person again from the record you have open.</p>,
  ]);
}

export interface NoticeOptions {
  readonly nonce?: string;
}

function notice(title: string, options: NoticeOptions, paragraphs: readonly ComponentChild[]): string {
  return renderDocument({
    title,
    bodyClass: 'viewer',
    nonce: options.nonce,
    children: (
      <main class="notice">
        <h1>{title}</h1>
        {paragraphs}
      </main>
    ),
  });
}
