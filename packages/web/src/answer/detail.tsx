import type { AnswerDocument, Detail } from '@solway/answer';
import type { ItemType } from '@solway/record';
import type { ComponentChild } from 'preact';
import { ITEM_NAMES } from '../words/items.ts';
import { inWords } from '../words/people.ts';

type Section = AnswerDocument['sections'][number]['section'];

export const SECTION_NAMES: Readonly<Record<Section, string>> = {
  held: 'What is held about you here',
  matched: 'How your two records were joined',
  given: 'Who was shown your record',
  seen: 'What our staff were shown of your other record',
  'not-shown': 'Who asked, and was shown nothing',
};

/** What one item says, in plain words. */
export function detailWords(detail: Detail): ComponentChild {
  if (detail.kind === 'fact') return detail.value;
  const shown = detail.items.filter((item) => item.outcome === 'shown');
  return (
    <>
      To a {inWords(detail.by.role)} of {detail.by.organisation}, for {inWords(detail.purpose)}
      {shown.length === 0
        ? '. Nothing of what was recorded was shown.'
        : `: ${shown.map(itemWords).join(', ')}.`}
      {detail.agreement === undefined ? undefined : (
        <small>
          Under version {detail.agreement} of the information sharing agreement
          {clauses(detail) === '' ? '' : `, ${clauses(detail)}`}.
        </small>
      )}
    </>
  );
}

function itemWords({ item, count }: { readonly item: string; readonly count: number }): string {
  const name = ITEM_NAMES[item as ItemType] ?? item;
  const words = name.charAt(0).toLowerCase() + name.slice(1);
  return count > 1 ? `${words} (${count})` : words;
}

function clauses({ items }: Extract<Detail, { kind: 'look' }>): string {
  const named = [...new Set(items.flatMap((item) => item.clause ?? []))];
  if (named.length === 0) return '';
  return `${named.length === 1 ? 'clause' : 'clauses'} ${named.join(', ')}`;
}
