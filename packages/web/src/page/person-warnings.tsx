import { formatDate } from '@solway/kernel';
import type { ItemView } from '@solway/record';
import type { ComponentChild } from 'preact';
import type { PageContext } from './context.ts';
import { WARNING_SIGN } from './inline.tsx';

/**
 * Where the two organisations disagree about who this is or whether they live: said at the top, because either
 * may mean a wrong link or a false death.
 */
export function personWarnings(items: readonly ItemView[], { summary, system }: PageContext): ComponentChild {
  const { person } = summary;
  const said: string[] = [];
  for (const { item, outcome } of items) {
    if (outcome.state === 'shown' && item === 'deceased' && person.deceased === undefined) {
      const date = outcome.entries[0]?.content.date;
      said.push(
        `${system} records that this person has died${date === undefined ? '' : ` on ${formatDate(date)}`}; the record you have open does not. Check before you act or ring the family.`,
      );
    }
    if (outcome.state === 'none-recorded' && item === 'deceased' && person.deceased !== undefined) {
      said.push(
        `The record you have open says that this person has died; ${system} has no death recorded. Check.`,
      );
    }
    if (outcome.state === 'shown' && item === 'demographics') {
      const born = outcome.entries[0]?.content.birthDate;
      if (born !== undefined && person.birthDate !== undefined && born !== person.birthDate) {
        said.push(
          `${system} records another date of birth, ${formatDate(born)}. Make sure that this is the same person.`,
        );
      }
    }
  }
  return said.map((words) => (
    <p class="caution">
      {WARNING_SIGN} {words}
    </p>
  ));
}
