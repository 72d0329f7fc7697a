import type { ItemType, Mark } from '@solway/record';
import { type Grant, grantsOf } from './grants.ts';
import { roleWords } from './roles.ts';
import type { Agreement } from './schema.ts';
import { changedSettings, type SettingChange } from './compare-settings.ts';
import { accessSentence, COMPARE } from './wording.ts';

export type AccessChangeKind = 'newly-sees' | 'no-longer-sees' | 'also-for' | 'no-longer-for';

/** A change in what one role at one party sees in one item. */
export interface AccessChange {
  readonly kind: AccessChangeKind;
  readonly item: ItemType;
  readonly organisation: string;
  readonly role: string;
  /** The purposes gained or lost. */
  readonly purposes: readonly string[];
  /** The marked entries gained or lost; absent where the change is of the item itself. */
  readonly mark?: Mark;
  readonly sentence: string;
}

export interface Comparison {
  /** By item in the order of the table, then by role. */
  readonly access: readonly AccessChange[];
  readonly settings: readonly SettingChange[];
  /** The whole in words: one sentence for each item and kind of change, with every role it is true of. */
  readonly sentences: readonly string[];
  /** A new item, role, purpose, lifted mark, party or level: the impact assessment opens again. */
  readonly material: boolean;
}

interface Seen {
  readonly grant: Grant;
  readonly mark?: Mark;
  readonly purposes: readonly string[];
}

/** What changes for people if `after` takes the place of `before`: what is in force, not what is only written. */
export function compare(before: Agreement, after: Agreement): Comparison {
  const [was, becomes] = [seenUnder(before), seenUnder(after)];
  const access = [...new Set([...was.keys(), ...becomes.keys()])]
    .flatMap((key) => changesOf(was.get(key), becomes.get(key)))
    .map((change) => ({
      ...change,
      sentence: accessSentence(change, [who(before, after, change)], purposeWords(before, after, change)),
    }));
  const settings = changedSettings(before, after);
  return {
    access,
    settings,
    sentences: [...grouped(before, after, access), ...settings.map(({ sentence }) => sentence)],
    material:
      access.some(({ kind }) => kind === 'newly-sees' || kind === 'also-for') ||
      settings.some(({ material }) => material),
  };
}

function seenUnder(agreement: Agreement): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const grant of grantsOf(agreement)) {
    if (!grant.inForce) continue;
    const key = `${grant.item} ${grant.organisation} ${grant.role}`;
    seen.set(key, { grant, purposes: grant.purposes });
    for (const { mark, purposes } of grant.lifts) {
      const already = seen.get(`${key} ${mark}`)?.purposes ?? [];
      seen.set(`${key} ${mark}`, { grant, mark, purposes: [...new Set([...already, ...purposes])] });
    }
  }
  return seen;
}

function changesOf(
  was: Seen | undefined,
  becomes: Seen | undefined,
): readonly Omit<AccessChange, 'sentence'>[] {
  const { grant, mark } = (becomes ?? was)!;
  const gained = (becomes?.purposes ?? []).filter((purpose) => was?.purposes.includes(purpose) !== true);
  const lost = (was?.purposes ?? []).filter((purpose) => becomes?.purposes.includes(purpose) !== true);
  const change = (kind: AccessChangeKind, purposes: readonly string[]) => ({
    kind,
    item: grant.item,
    organisation: grant.organisation,
    role: grant.role,
    purposes,
    ...(mark === undefined ? {} : { mark }),
  });
  return [
    ...(gained.length > 0 ? [change(was === undefined ? 'newly-sees' : 'also-for', gained)] : []),
    ...(lost.length > 0 ? [change(becomes === undefined ? 'no-longer-sees' : 'no-longer-for', lost)] : []),
  ];
}

type Change = Omit<AccessChange, 'sentence'>;

/** The role in words, with its organisation where there is more than one that could be meant. */
function who(before: Agreement, after: Agreement, { role, organisation }: Change): string {
  const stated =
    [after, before].find(({ parties }) => parties.some(({ id }) => id === organisation)) ?? after;
  const party = stated.parties.find(({ id }) => id === organisation);
  const alike = new Set(
    [...before.parties, ...after.parties].filter(({ kind }) => kind === party?.kind).map(({ id }) => id),
  );
  const words = roleWords(after, role) === role ? roleWords(before, role) : roleWords(after, role);
  return alike.size > 1 && party !== undefined ? COMPARE.at(words, party.name) : words;
}

/** The purposes gained or lost, or undefined for all that the agreement has. */
function purposeWords(before: Agreement, after: Agreement, change: Change): readonly string[] | undefined {
  const stated = change.kind === 'newly-sees' || change.kind === 'also-for' ? after : before;
  return change.purposes.length === Object.keys(stated.purpose.purposes).length ? undefined : change.purposes;
}

function grouped(before: Agreement, after: Agreement, access: readonly AccessChange[]): readonly string[] {
  const groups = new Map<string, { change: AccessChange; who: string[] }>();
  for (const change of access) {
    const key = [change.kind, change.item, change.mark ?? '', ...change.purposes].join(' ');
    const group = groups.get(key) ?? { change, who: [] };
    groups.set(key, group);
    group.who.push(who(before, after, change));
  }
  return [...groups.values()].map(({ change, who }) =>
    accessSentence(change, who, purposeWords(before, after, change)),
  );
}
