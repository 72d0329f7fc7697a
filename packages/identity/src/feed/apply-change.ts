import type { PersonSaid, RegisterChange } from '@solway/hl7v2';
import type { ChiNumber, Instant, MosaicPersonId } from '@solway/kernel';
import {
  councilPeopleNear,
  isSuperseded,
  linkNumbers,
  linksOf,
  lockNumbers,
  putRegisteredPerson,
  type Queryable,
  raiseTask,
  registeredPerson,
  supersedeNumber,
} from '@solway/store';
import type { Raising } from '../doubt.ts';
import { followMerge, stopLinks } from './follow-merge.ts';
import { type Rescoring, rescore } from './rescore.ts';
import { personAfter } from './said.ts';

/** What became of a change. */
export type Applied =
  | { readonly state: 'applied' | 'unchanged' | 'older' }
  | { readonly state: 'rejected'; readonly reason: ChangeRefusal };

/** Why a change that could be read was not carried out. */
export type ChangeRefusal =
  /** It is about a number that the register has replaced. */
  'number-superseded';

const MOST_NEAR = 50;

/**
 * Carries out one change of the register, in the caller's transaction: the register's row, the pairs that it touches,
 * and every ledger entry, or none of it. A change that is older than what is held is left alone.
 */
export async function applyChange(
  tx: Queryable,
  rescoring: Rescoring,
  change: RegisterChange,
  raising: Raising,
): Promise<Applied> {
  switch (change.kind) {
    case 'person':
      await lockNumbers(tx, [change.person.chi]);
      return changePerson(tx, rescoring, change, raising);
    case 'merge':
      await lockNumbers(tx, [change.person.chi, ...change.retired]);
      return merge(tx, rescoring, change, raising);
    case 'link':
    case 'unlink':
      await lockNumbers(tx, change.numbers);
      return belongTogether(tx, change, raising);
  }
}

interface PersonChange {
  readonly person: PersonSaid;
  readonly at?: Instant;
  readonly protected: boolean;
}

async function changePerson(
  tx: Queryable,
  rescoring: Rescoring,
  change: PersonChange,
  raising: Raising,
): Promise<Applied> {
  const { person, at } = change;
  if (await isSuperseded(tx, person.chi)) return { state: 'rejected', reason: 'number-superseded' };
  const row = await registeredPerson(tx, person.chi);
  if (row?.source_at != null && at !== undefined && at < row.source_at) return { state: 'older' };
  const { source_at: _, ...held } = row ?? { source_at: null };
  const after = personAfter('chi' in held ? held : undefined, person, change.protected);
  const same = 'chi' in held && sameRow(held, after);
  await putRegisteredPerson(tx, after, { sourceAt: at ?? null, at: raising.at });
  if (person.death === 'undated') await raiseUndatedDeath(tx, person.chi, raising);
  if (same) return { state: 'unchanged' };
  const scoring = change.protected ? { ...rescoring, standingOnly: true } : rescoring;
  await rescoreNear(tx, scoring, person.chi, after.birth_date, raising);
  return { state: 'applied' };
}

function sameRow(a: object, b: object): boolean {
  const ordered = (row: object): string =>
    JSON.stringify(Object.entries(row).sort(([x], [y]) => (x < y ? -1 : 1)));
  return ordered(a) === ordered(b);
}

async function merge(
  tx: Queryable,
  rescoring: Rescoring,
  change: PersonChange & { readonly retired: readonly ChiNumber[] },
  raising: Raising,
): Promise<Applied> {
  const { person } = change;
  const first = await changePerson(tx, rescoring, change, raising);
  if (first.state === 'rejected') return first;
  let changed = first.state === 'applied';
  for (const retired of change.retired) {
    if (await isSuperseded(tx, retired)) continue;
    changed = true;
    // Who was who before may be just what is protected: then nothing follows, and nothing is kept that joins them.
    if (change.protected) await stopLinks(tx, retired, raising);
    else await followMerge(tx, retired, person.chi, raising);
    await supersedeNumber(tx, retired, change.protected ? null : person.chi, raising.at);
  }
  // An older message about the person may still bring a merge that nobody had heard of.
  return { state: changed ? 'applied' : first.state };
}

/** Two numbers that may be one person's are for a steward to look at: nothing is moved by it. */
async function belongTogether(
  tx: Queryable,
  change: Extract<RegisterChange, { readonly kind: 'link' | 'unlink' }>,
  { by, at }: Raising,
): Promise<Applied> {
  if (change.protected) return { state: 'unchanged' };
  const changed = await linkNumbers(tx, change.numbers, change.kind === 'link', at);
  if (!changed) return { state: 'unchanged' };
  const [a, b] = change.numbers;
  const pairs = [...(await linksOf(tx, { chi: a })), ...(await linksOf(tx, { chi: b }))];
  const people = peopleOf(pairs.filter((one) => one.state !== 'undone'));
  if (people.length > 0) {
    await raiseTask(tx, {
      kind: change.kind === 'link' ? 'chi-numbers-linked' : 'chi-numbers-unlinked',
      chi: a,
      person_ids: people,
      detail: { other: b },
      raised_by: by,
      raised_at: at,
    });
  }
  return { state: 'applied' };
}

async function raiseUndatedDeath(tx: Queryable, chi: ChiNumber, { by, at }: Raising): Promise<void> {
  const people = peopleOf((await linksOf(tx, { chi })).filter((one) => one.state !== 'undone'));
  if (people.length === 0) return;
  const task = { kind: 'death-without-date', chi, person_ids: people, detail: {} } as const;
  await raiseTask(tx, { ...task, raised_by: by, raised_at: at });
}

const peopleOf = (pairs: readonly { readonly person_id: MosaicPersonId }[]): readonly MosaicPersonId[] => [
  ...new Set(pairs.map((one) => one.person_id)),
];

async function rescoreNear(
  tx: Queryable,
  rescoring: Rescoring,
  chi: ChiNumber,
  birthDate: Parameters<typeof councilPeopleNear>[2],
  raising: Raising,
): Promise<void> {
  const near = await councilPeopleNear(tx, chi, birthDate, MOST_NEAR);
  await rescore(tx, rescoring, near, raising);
}
