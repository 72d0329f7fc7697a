import { entryName } from './entry-name.ts';
import { formatDate, londonTime } from '@solway/kernel';
import type { ComponentChild, VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { ITEM_NAMES } from '../words/items.ts';
import { inWords } from '../words/people.ts';
import { subject, when, who } from './list.tsx';
import { linkPanel } from './link.tsx';
import type { GlassItem, GlassStory } from './model.ts';

/** One disclosure in full: what came of every item, under which clause, and which gates refused. */
export function story(value: GlassStory): VNode {
  const { entry, agreement } = value;
  return (
    <section class="panel story" id="story" aria-labelledby="story-title">
      <header>
        <h2 id="story-title">{entryName(entry)}, item by item</h2>
        <p class="stamp">{when(entry.at)}</p>
      </header>
      <div class="item">
        <dl class="facts wide">
          {fact('Who', who(entry))}
          {fact('About', subject(entry.subject))}
          {fact('Why', [inWords(entry.purpose), value.relationship && `, ${inWords(value.relationship)}`])}
          {fact(
            'Under',
            agreement === undefined
              ? 'No agreement in force'
              : `${agreement.title}, version ${agreement.version}`,
          )}
          {fact('Leaf hash', <code>{value.leafHash}</code>)}
        </dl>
      </div>
      <div class="item">
        {table(
          'What came of each item',
          ['Item', 'Outcome', 'Clause', 'Refused by', 'Source'],
          value.items.map((item) => [
            ITEM_NAMES[item.item],
            outcome(item),
            item.clause === undefined ? undefined : (
              <>
                {item.clause}
                {item.agreementVersion === undefined ? undefined : (
                  <small>version {item.agreementVersion}</small>
                )}
              </>
            ),
            refusals(item),
            source(item),
          ]),
        )}
      </div>
      {value.link === undefined ? undefined : linkPanel(value.link)}
    </section>
  );
}

function fact(name: string, value: ComponentChild): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function outcome(item: GlassItem): VNode {
  switch (item.outcome) {
    case 'shown':
      return tag('on', item.shown === undefined ? 'Shown' : `Shown: ${item.shown}`);
    case 'none-recorded':
      return tag('off', 'None recorded');
    case 'unreadable':
      return tag('due', 'Unreadable');
    case 'unavailable':
      return tag('due', 'Unavailable');
    case 'not-shared':
      return tag('bad', 'Not shared');
  }
}

function refusals(item: GlassItem): ComponentChild {
  if (item.refusedBy.length === 0) return undefined;
  return item.refusedBy.map(({ gate, code }) => (
    <span class="line">
      {gate}: <code>{code}</code>
    </span>
  ));
}

function source(item: GlassItem): ComponentChild {
  if (item.source === undefined) return item.outcome === 'not-shared' ? 'never fetched' : undefined;
  if (item.freshness === undefined) return item.source;
  const { date, time } = londonTime(item.freshness.asOf);
  return (
    <>
      {item.source}
      <small>
        {item.freshness.kind} as of {time}, {formatDate(date)}
      </small>
    </>
  );
}
