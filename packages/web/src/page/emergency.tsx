import { londonTime } from '@solway/kernel';
import type { Summary } from '@solway/record';
import type { VNode } from 'preact';
import { count } from '../words/states.ts';
import type { PageContext } from './context.ts';
import { phone, WARNING_SIGN } from './inline.tsx';

/** The way to emergency access, where it would show more; or that it is open, and until when. */
export function emergency({ summary, actions }: PageContext): VNode | undefined {
  const standing = summary.emergency;
  if (standing === undefined) return undefined;
  switch (standing.state) {
    case 'open':
      return (
        <p class="caution">
          {WARNING_SIGN} Emergency access, until {londonTime(standing.until).time}. Your privacy officer has
          been told and will look at it. What is sealed stays sealed.
        </p>
      );
    case 'offered':
      return (
        <form class="emergency" method="post" action={actions.emergencyUrl}>
          <input type="hidden" name="view" value={actions.viewId} />
          <p>
            <b>Is somebody at risk now?</b> Emergency access opens what your role may see for{' '}
            {count(standing.minutes, 'minute')}. You give a reason first, and your privacy officer is told.
          </p>
          <button class="small">Emergency access</button>
        </form>
      );
  }
}

/** Nothing is open to this viewer, whoever the person is: why, and what to do. It tells nothing of a match. */
export function notOpen(context: PageContext): VNode {
  const { summary } = context;
  const sentences = summary.body.state === 'not-open' ? whyOf(summary.body.items) : [];
  const { label, phone: number } = summary.contact;
  return (
    <section class="nomatch" aria-labelledby="notopen">
      <h2 id="notopen">Nothing is open to you here</h2>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
      <p class="big">This does not tell whether {summary.owner.organisation} holds a record.</p>
      <p>
        To ask, ring <b>{label}</b>: <b>{phone(number)}</b>
      </p>
      {emergency(context)}
    </section>
  );
}

const MOST_SENTENCES = 3;

/** The different reasons, those of the most items first; the foot of the page has each item's own. */
function whyOf(items: Extract<Summary['body'], { state: 'not-open' }>['items']): readonly string[] {
  const counts = new Map<string, number>();
  for (const { outcome } of items) {
    if (outcome.state !== 'not-shared') continue;
    const said = outcome.cause === 'agreement' ? BY_AGREEMENT : outcome.sentence;
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_SENTENCES)
    .map(([sentence]) => sentence);
}

const BY_AGREEMENT =
  'The agreement between the two organisations shares nothing here with your role for this purpose.';
