import { entryName } from './entry-name.ts';
import { formatChi, formatDate, londonTime, type Instant } from '@solway/kernel';
import type { VNode } from 'preact';
import { table } from '../page/table.tsx';
import { inWords } from '../words/people.ts';
import type { GlassEntry, GlassModel, GlassSubject, OutcomeCounts } from './model.ts';

/** Everything that was disclosed, newest first; each row opens its own story. */
export function entryList({ entries, actions, chosen, frame }: GlassModel): VNode {
  return (
    <section class="panel" aria-labelledby="seen">
      <header>
        <h2 id="seen">Who saw what</h2>
        <p class="stamp">newest first</p>
      </header>
      <form class="item" method="post" action={actions.openUrl}>
        <input type="hidden" name="view" value={frame.viewId} />
        {entries.length === 0 ? (
          <p>Nothing has been disclosed yet.</p>
        ) : (
          table(
            'Disclosures, newest first',
            ['When', 'Who', 'About', 'Why', 'Outcome', 'Story'],
            entries.map((entry) => [
              when(entry.at),
              who(entry),
              subject(entry.subject),
              <>
                {inWords(entry.purpose)}
                {entry.kind === 'summary' ? undefined : <small>{KINDS[entry.kind]}</small>}
              </>,
              counts(entry.counts),
              open(entry, entry.id === chosen?.entry.id),
            ]),
          )
        )}
        {actions.olderBefore === undefined ? undefined : (
          <button class="small" name="before" value={actions.olderBefore}>
            Older
          </button>
        )}
      </form>
    </section>
  );
}

const KINDS = {
  panel: 'one panel, tried again',
  'not-matched': 'no match: nothing shown',
  'break-glass': 'emergency opening',
} as const;

function open(entry: GlassEntry, isOpen: boolean): VNode {
  return (
    <button
      class="small"
      name="entry"
      value={entry.id}
      aria-current={isOpen ? 'true' : undefined}
      aria-label={`${isOpen ? 'Open' : 'Read'}: ${entryName(entry)}`}
    >
      {isOpen ? 'Open' : 'Read'}
    </button>
  );
}

export function who({ user }: Pick<GlassEntry, 'user'>): VNode {
  return (
    <>
      {user.name}
      <small>
        {inWords(user.role)}, {user.organisation}
      </small>
    </>
  );
}

export function subject(value: GlassSubject): VNode | string {
  switch (value.kind) {
    case 'chi':
      return <span class="day">{formatChi(value.chi)}</span>;
    case 'sealed':
      return 'Sealed';
    case 'not-matched':
      return 'Nobody matched';
  }
}

export function when(at: Instant): VNode {
  const { date, time } = londonTime(at);
  return (
    <span class="day">
      {time} <span class="soft">{formatDate(date)}</span>
    </span>
  );
}

const COUNT_WORDS = [
  ['shown', 'shown', 'on'],
  ['none', 'none recorded', 'off'],
  ['unreadable', 'unreadable', 'due'],
  ['unavailable', 'unavailable', 'due'],
  ['notShared', 'not shared', 'bad'],
] as const;

function counts(value: OutcomeCounts): VNode {
  return (
    <span class="counts">
      {COUNT_WORDS.filter(([key]) => value[key] > 0).map(([key, words, tone]) => (
        <>
          <span class={`tag ${tone}`}>
            {value[key]} {words}
          </span>{' '}
        </>
      ))}
    </span>
  );
}
