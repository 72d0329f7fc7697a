import { formatChi, formatDate, parseChi } from '@solway/kernel';
import type { ItemContents, PersonName, Team } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';
import { bannerName } from '../page/banner.tsx';
import { shownContents, type PageContext } from '../page/context.ts';
import { day, dotted, phone, since, tag } from '../page/inline.tsx';
import { list } from '../page/table.tsx';

export function knownToSocialWork(
  contents: readonly ItemContents['known-to-social-work'][],
  context: PageContext,
): VNode {
  // A team's telephones are said once: with the worker, where there is one.
  const said = new Set(shownContents(context, 'worker-and-team').map((one) => one.team.name));
  return list(
    contents.map((one) => ({
      name: one.team.name,
      about: (
        <>
          {since(one.since)}
          {said.has(one.team.name) ? undefined : teamContacts(one.team)}
        </>
      ),
      end: one.status === 'open' ? tag('on', 'Open') : tag('off', 'Closed'),
    })),
  );
}

export function workerAndTeam(contents: readonly ItemContents['worker-and-team'][]): VNode {
  return list(
    contents.map((one) => ({
      name: one.worker.name,
      about: (
        <>
          {dotted(one.worker.role, one.team.name, since(one.since))}
          {teamContacts(one.team)}
        </>
      ),
      end: phone(one.worker.phone),
    })),
  );
}

function teamContacts(team: Team): VNode {
  return (
    <>
      {team.office === undefined && team.phone === undefined ? undefined : (
        <span class="line">{dotted(team.office, phone(team.phone))}</span>
      )}
      {team.outOfHoursPhone === undefined ? undefined : (
        <span class="line">Out of hours {phone(team.outOfHoursPhone)}</span>
      )}
    </>
  );
}

export function keyPeople(contents: readonly ItemContents['key-people'][]): VNode {
  return list(
    contents.map((one) => ({
      name: one.name,
      about: [one.relationship, ...one.roles].filter((word) => word !== '').join(', '),
      end: phone(one.phone),
    })),
  );
}

export function access(contents: readonly ItemContents['communication-access'][]): VNode {
  return list(contents.map((one) => ({ name: one.need, about: one.detail })));
}

export function supportReason(contents: readonly ItemContents['support-reason'][]): VNode {
  return list(contents.map((one) => ({ name: one.reason, about: since(one.since) })));
}

export function communityServices(contents: readonly ItemContents['community-services'][]): VNode {
  return list(
    contents.map((one) => ({
      name: one.service,
      about: dotted(one.team, since(one.since)),
      end: phone(one.phone),
    })),
  );
}

export function gpPractice(contents: readonly ItemContents['gp-practice'][]): VNode {
  return list(
    contents.map((one) => ({
      name: one.practice,
      about: dotted(one.doctor, one.address),
      end: phone(one.phone),
    })),
  );
}

export function deceased(contents: readonly ItemContents['deceased'][], { system }: PageContext): VNode {
  const date = contents[0]?.date;
  return (
    <p class="state stated">
      <b>Death recorded</b> by {system}: {date === undefined ? 'date not known' : formatDate(date)}.
    </p>
  );
}

/** As the source records the person, with whatever differs from the banner marked: a sign of a wrong link. */
export function demographics(
  contents: readonly ItemContents['demographics'][],
  { summary: { person } }: PageContext,
): VNode {
  return (
    <>
      {contents.map((one) => (
        <dl class="facts">
          {fact('Name', bannerName(one), !same(nameOf(one), nameOf(person)))}
          {fact(
            'Born',
            day(one.birthDate),
            one.birthDate !== undefined &&
              person.birthDate !== undefined &&
              one.birthDate !== person.birthDate,
          )}
          {fact(
            'Gender',
            capital(one.gender),
            person.gender !== undefined && !same(one.gender, person.gender),
          )}
          {fact(
            'CHI',
            chiWords(one.chi),
            person.chi !== undefined && one.chi !== undefined && one.chi !== person.chi,
          )}
          {fact('Address', one.address, false)}
          {fact('Phone', phone(one.phone), false)}
        </dl>
      ))}
    </>
  );
}

/** Surname and first forename: middle names are kept by one system and not by another. */
function nameOf({ name }: { readonly name: PersonName }): string {
  return `${name.family} ${name.given.split(' ')[0] ?? ''}`;
}

function fact(name: string, value: ComponentChild, differs: boolean): VNode | undefined {
  if (value === undefined) return undefined;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value} {differs ? tag('bad', 'Differs from the person you have open') : undefined}
      </dd>
    </div>
  );
}

function capital(word: string | undefined): string | undefined {
  return word === undefined ? undefined : word.charAt(0).toUpperCase() + word.slice(1);
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a.toLocaleLowerCase('en-GB') === b.toLocaleLowerCase('en-GB');
}

/** 6+4 where it is a CHI number; as it came where it is not. */
function chiWords(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return formatChi(parseChi(text).chi);
  } catch {
    return text;
  }
}
