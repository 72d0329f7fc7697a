import { formatChi, formatDate, type ChiNumber, type Instant, londonTime } from '@solway/kernel';
import type { VNode } from 'preact';
import { BREAK_GLASS_REASON_WORDS } from '../break-glass-page.tsx';
import { tag } from '../page/inline.tsx';
import { inWords } from '../words/people.ts';
import { governanceDocument, type GovernanceFrame, type GovernanceSaid } from './frame.tsx';

export interface EmergencyPageModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  /** Those that wait for review first. */
  readonly openings: readonly EmergencyOpening[];
  readonly reviewUrl: string;
}

export interface EmergencyOpening {
  readonly id: string;
  readonly at: Instant;
  readonly until: Instant;
  readonly user: { readonly name: string; readonly role: string };
  readonly purpose: string;
  readonly reason: string;
  /** What the user wrote; absent where it has been erased. */
  readonly words?: string;
  readonly person:
    | { readonly kind: 'chi'; readonly chi: ChiNumber }
    | { readonly kind: 'mosaic'; readonly personId: string }
    | { readonly kind: 'erased' };
  /** Names of the items that pages of this view then showed; empty where none did. */
  readonly shown: readonly string[];
  /** True for the reader's own: somebody else has to review it. */
  readonly own: boolean;
  readonly review?: { readonly at: Instant; readonly outcome: string };
}

export const EMERGENCY_OUTCOMES = [
  ['justified', 'Justified'],
  ['not-justified', 'Not justified: an investigation follows'],
  ['follow-up', 'Justified, but something has to be put right'],
] as const;

/** Each use of emergency access by one organisation's staff, and its review. */
export function renderEmergencyPage({ frame, said, openings, reviewUrl }: EmergencyPageModel): string {
  const waiting = openings.filter(({ review }) => review === undefined);
  const done = openings.filter(({ review }) => review !== undefined);
  return governanceDocument({
    title: 'Emergency access',
    skip: 'Skip to the list',
    frame,
    said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Emergency access</h1>
            <p>What your own staff opened in an emergency. Each is reviewed by somebody else.</p>
          </div>
        </div>
        <section class="panel" aria-labelledby="waiting">
          <header>
            <h2 id="waiting">{waiting.length === 0 ? 'None waits for review' : 'Waiting for review'}</h2>
          </header>
          {waiting.map((one) => (
            <article class="item opening">
              {facts(one)}
              {one.own ? (
                <p class="state closed">This was your own: another officer has to review it.</p>
              ) : (
                reviewForm(one, frame, reviewUrl)
              )}
            </article>
          ))}
        </section>
        {done.length === 0 ? undefined : (
          <section class="panel" aria-labelledby="done">
            <header>
              <h2 id="done">Reviewed</h2>
            </header>
            {done.map((one) => (
              <article class="item opening">{facts(one)}</article>
            ))}
          </section>
        )}
      </>
    ),
  });
}

function facts(one: EmergencyOpening): VNode {
  return (
    <>
      <h3>
        {one.user.name}, {inWords(one.user.role)}: {moment(one.at)}, until {londonTime(one.until).time}{' '}
        {one.review === undefined
          ? tag('due', 'Not reviewed')
          : tag(one.review.outcome === 'justified' ? 'on' : 'bad', outcomeWords(one.review.outcome))}
      </h3>
      <dl class="told">
        <dt>About</dt>
        <dd>{person(one)}</dd>
        <dt>Purpose</dt>
        <dd>{inWords(one.purpose)}</dd>
        <dt>Reason</dt>
        <dd>{BREAK_GLASS_REASON_WORDS[one.reason] ?? one.reason}</dd>
        <dt>In their words</dt>
        <dd>{one.words ?? 'Erased'}</dd>
        <dt>Then shown</dt>
        <dd>{one.shown.length === 0 ? 'Nothing' : one.shown.join(', ')}</dd>
        {one.review === undefined ? undefined : (
          <>
            <dt>Reviewed</dt>
            <dd>{moment(one.review.at)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

function reviewForm(one: EmergencyOpening, frame: GovernanceFrame, url: string): VNode {
  return (
    <form method="post" action={url} class="breakglass">
      <input type="hidden" name="view" value={frame.viewId} />
      <input type="hidden" name="opening" value={one.id} />
      <fieldset>
        <legend>What did you find?</legend>
        {EMERGENCY_OUTCOMES.map(([value, words]) => (
          <label>
            <input type="radio" name="outcome" value={value} required /> {words}
          </label>
        ))}
      </fieldset>
      <label class="block" for={`notes-${one.id}`}>
        Why
      </label>
      <textarea id={`notes-${one.id}`} name="notes" rows={2} maxLength={1000} required />
      <button>Record the review</button>
    </form>
  );
}

function person({ person: who }: EmergencyOpening): string {
  switch (who.kind) {
    case 'chi':
      return `CHI ${formatChi(who.chi)}`;
    case 'mosaic':
      return `Mosaic id ${who.personId}`;
    case 'erased':
      return 'Erased';
  }
}

function moment(at: Instant): string {
  const { date, time } = londonTime(at);
  return `${formatDate(date)} ${time}`;
}

function outcomeWords(outcome: string): string {
  return EMERGENCY_OUTCOMES.find(([value]) => value === outcome)?.[1] ?? outcome;
}
