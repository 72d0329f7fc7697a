import { formatChi, formatDate, type IsoDate } from '@solway/kernel';
import type { BannerPerson } from '@solway/record';
import type { VNode } from 'preact';
import { formatAge } from './age.ts';

/**
 * Who the page is about, fixed at the top and never scrolled away. Layout of name, birth, gender and number:
 * NHS common user interface, patient banner. A person recorded as dead has another colour, a pattern and words.
 */
export function banner(person: BannerPerson, today: IsoDate): VNode {
  return (
    <header class={person.deceased === undefined ? 'banner' : 'banner dead'} aria-label="Person">
      <p class="who">
        {person.deceased === undefined ? undefined : <b class="died">Deceased</b>}
        {bannerName(person)}
      </p>
      <dl>
        {field('Born', birthWords(person, today))}
        {person.deceased === undefined ? undefined : field('Died', deathWords(person))}
        {field('Gender', person.gender ?? 'Not known', 'short')}
        {field('CHI', person.chi === undefined ? 'Not known' : formatChi(person.chi))}
      </dl>
    </header>
  );
}

/** `SURNAME, Given (Title)`. */
export function bannerName(person: Pick<BannerPerson, 'name'>): string {
  const { family, given, title } = person.name;
  const name = given === '' ? family.toUpperCase() : `${family.toUpperCase()}, ${given}`;
  return title === undefined || title === '' ? name : `${name} (${title})`;
}

function birthWords(person: BannerPerson, today: IsoDate): string {
  if (person.birthDate === undefined) return 'Not known';
  const age = person.deceased === undefined ? formatAge(person.birthDate, today) : undefined;
  return age === undefined ? formatDate(person.birthDate) : `${formatDate(person.birthDate)} (${age})`;
}

function deathWords(person: BannerPerson): string {
  const date = person.deceased?.date;
  if (date === undefined) return 'date not known';
  const age = person.birthDate === undefined ? undefined : formatAge(person.birthDate, date);
  return age === undefined ? formatDate(date) : `${formatDate(date)} (aged ${age})`;
}

function field(label: string, value: string, className?: string): VNode {
  return (
    <div class={className}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
