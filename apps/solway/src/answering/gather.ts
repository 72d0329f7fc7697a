import { type Gathered, holdsOfFact, holdsOfLook } from '@solway/answer';
import { CHI_SYSTEM, formatChi, formatDate, type Instant, type IsoDate, MOSAIC_SYSTEM } from '@solway/kernel';
import { openEntry, type OpenedEntry } from '@solway/ledger';
import {
  type AccessRequestRow,
  type CouncilTrace,
  councilTrace,
  entriesTracing,
  type LinkRow,
  linksOf,
  type Queryable,
  type RegisterTrace,
  registerTrace,
  type StoredEntry,
  tasksAbout,
  underInvestigation,
} from '@solway/store';
import { glassReader, type Look } from '../glass-reader.ts';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { TASK_WORDS } from '../task-words.ts';
import { sideOf } from '../watching/pages.ts';

type Asked = Pick<AccessRequestRow, 'organisation' | 'chi' | 'person_id' | 'requester'>;

/**
 * Everything that Solway holds of one person and that this organisation answers for, and every disclosure: its own
 * record given to others, and others' records seen by its own staff. What the other organisation holds is the
 * other's to answer, and is not read here.
 */
export async function gather(parts: ServerParts, db: Queryable, asked: Asked): Promise<readonly Gathered[]> {
  const byProxy = asked.requester === 'proxy';
  const isCouncil = sideOf(parts, asked.organisation) === 'council';
  const personId = asked.person_id ?? undefined;
  const links = await linksOf(db, {
    ...(asked.chi === null ? {} : { chi: asked.chi }),
    personIds: personId === undefined ? [] : [personId],
  });
  const inForce = links.find((link) => link.state === 'in-force');
  const council = isCouncil && personId !== undefined ? await councilTrace(db, personId) : undefined;
  const register = !isCouncil && asked.chi !== null ? await registerTrace(db, asked.chi) : undefined;
  const restricted = council?.people.some((one) => one.restricted) ?? false;
  const fact = factOf({ byProxy, restrictedRecord: restricted });
  return [
    ...(council === undefined ? [] : councilFacts(council, fact)),
    ...(register === undefined ? [] : registerFacts(register, fact)),
    ...matchFacts(await tellable(db, inForce, isCouncil), isCouncil, fact),
    ...(await taskFacts(db, asked, isCouncil, fact)),
    ...(await looks(parts, db, asked, isCouncil ? inForce?.chi : asked.chi, byProxy)),
  ];
}

interface FactOptions {
  readonly at?: Instant;
  readonly mayNameOthers?: boolean;
  readonly whereabouts?: boolean;
  readonly section?: Gathered['section'];
}
type MakeFact = (
  key: string,
  title: string,
  value: string | null | undefined,
  options?: FactOptions,
) => Gathered[];

function factOf(of: { readonly byProxy: boolean; readonly restrictedRecord: boolean }): MakeFact {
  return (key, title, value, options = {}) => {
    if (value === null || value === undefined || value === '') return [];
    const { mayNameOthers = false, whereabouts = false, section = 'held', at } = options;
    return [
      {
        key,
        section,
        ...(at === undefined ? {} : { at }),
        title,
        detail: { kind: 'fact', value },
        holds: holdsOfFact({ mayNameOthers, whereabouts, ...of }),
      },
    ];
  };
}

function councilFacts({ people, notes }: CouncilTrace, fact: MakeFact): Gathered[] {
  return [
    ...people.flatMap((one) => [
      ...fact('name', 'Name', [one.title, one.forenames, one.surname].filter(Boolean).join(' ')),
      ...fact('known-as', 'Known as', one.known_as),
      ...fact('former-names', 'Earlier surnames', one.previous_surnames.join(', ')),
      ...fact('born', 'Born', dateWords(one.birth_date)),
      ...fact('sex', 'Sex', one.sex),
      ...one.addresses.flatMap((home, index) =>
        fact(`address-${index}`, home.current ? 'Address' : 'Earlier address', addressWords(home), {
          whereabouts: true,
        }),
      ),
      ...fact('telephones', 'Telephone numbers', one.telephones.join(', '), { whereabouts: true }),
      ...fact('context', 'Served as', one.context),
      ...fact('chi', 'CHI number held by the council', one.chi_held),
      ...fact('restricted', 'The record is restricted', one.restricted ? 'Yes' : null),
      ...fact('protection', 'Marked as under protection or looked after', one.protection ? 'Yes' : null, {
        mayNameOthers: true,
      }),
      ...fact('loaded', 'Copied from Mosaic', dateWords(one.loaded_at)),
    ]),
    ...notes.flatMap((note) =>
      fact(`note-${note.id}`, 'Note of a data steward', note.note, { at: note.at, mayNameOthers: true }),
    ),
  ];
}

function registerFacts(one: RegisterTrace, fact: MakeFact): Gathered[] {
  return [
    ...fact('name', 'Name', [...one.forenames, one.surname].join(' ')),
    ...fact('chi', 'CHI number', formatChi(one.chi as never)),
    ...fact('known-as', 'Known as', one.known_as),
    ...fact('birth-surname', 'Surname at birth', one.birth_surname),
    ...fact('former-names', 'Earlier surnames', one.previous_surnames.join(', ')),
    ...fact('mother', 'Mother’s surname at birth', one.mother_birth_surname, { mayNameOthers: true }),
    ...fact('born', 'Born', dateWords(one.birth_date)),
    ...fact('died', 'Died', dateWords(one.death_date)),
    ...fact('sex', 'Sex', one.sex),
    ...fact('address', 'Address', addressWords(one), { whereabouts: true }),
    ...fact('earlier-postcodes', 'Earlier postcodes', one.previous_postcodes.join(', '), {
      whereabouts: true,
    }),
    ...fact('practice', 'GP practice', one.gp_practice, { whereabouts: true }),
    ...fact('loaded', 'Copied from the CHI register', dateWords(one.loaded_at)),
  ];
}

/** That there is a council record of a restricted person is the council's to tell, and nobody else's to know. */
async function tellable(
  db: Queryable,
  link: LinkRow | undefined,
  isCouncil: boolean,
): Promise<readonly LinkRow[]> {
  if (link === undefined) return [];
  if (isCouncil) return [link];
  const { people } = await councilTrace(db, link.person_id);
  return people.some((one) => !one.restricted) ? [link] : [];
}

/** Only a link in force: any other may be about somebody else's record. */
function matchFacts(links: readonly LinkRow[], isCouncil: boolean, fact: MakeFact): Gathered[] {
  return links.flatMap((link) => [
    ...fact(
      `link-${link.id}`,
      'Your two records were found to be of one person',
      `${isCouncil ? `CHI ${formatChi(link.chi)}` : `Mosaic ${link.person_id}`}, ${
        link.made_by.startsWith('model:') ? 'by comparing names, dates and addresses' : 'by a member of staff'
      }, with a weight of ${link.match_weight.toFixed(1)}`,
      { section: 'matched', at: link.changed_at },
    ),
  ]);
}

async function taskFacts(
  db: Queryable,
  asked: Asked,
  isCouncil: boolean,
  fact: MakeFact,
): Promise<Gathered[]> {
  const tasks = await tasksAbout(db, {
    chi: isCouncil ? undefined : (asked.chi ?? undefined),
    personId: isCouncil ? (asked.person_id ?? undefined) : undefined,
  });
  // What the other organisation's staff raised is the other's to answer for.
  return tasks
    .filter((task) => task.raised_by.startsWith(`${asked.organisation}:`))
    .flatMap((task) =>
      fact(`task-${task.id}`, 'A task for staff', TASK_WORDS[task.kind] ?? task.kind, {
        at: task.raised_at,
        mayNameOthers: true,
      }),
    );
}

async function looks(
  parts: ServerParts,
  db: Queryable,
  asked: Asked,
  chi: string | null | undefined,
  byProxy: boolean,
): Promise<Gathered[]> {
  const rows = await entriesTracing(db, { chi: chi ?? undefined, personId: asked.person_id ?? undefined });
  const investigated = await underInvestigation(
    db,
    rows.map((row) => row.id),
  );
  const reader = glassReader(parts.walk.owners, asked.organisation);
  return rows.flatMap((row) => {
    const opened = openEntry(row.leaf, row.opening);
    const { entry } = opened;
    if (!isOfPerson(opened, asked)) return [];
    const about = { parts, row, organisation: asked.organisation, investigated, byProxy };
    if (entry.kind === 'break-glass') return [brokenGlass(about, entry)];
    if ((entry.kind !== 'disclosed' && entry.kind !== 'refused') || !reader.mayName(entry)) return [];
    return [lookItem(about, entry)];
  });
}

/** A page is looked up by one number, and may have been about another record than the one that asks. */
function isOfPerson({ personal }: OpenedEntry, asked: Asked): boolean {
  const subject = personal !== null && 'subject' in personal ? personal.subject : undefined;
  const [system, value] = asked.chi === null ? [MOSAIC_SYSTEM, asked.person_id] : [CHI_SYSTEM, asked.chi];
  return subject?.identifiers.some((one) => one.system === system && one.value === value) ?? false;
}

interface AboutLook {
  readonly parts: ServerParts;
  readonly row: StoredEntry;
  readonly organisation: string;
  readonly investigated: ReadonlySet<string>;
  readonly byProxy: boolean;
}

function lookItem({ parts, row, organisation, investigated, byProxy }: AboutLook, look: Look): Gathered {
  const own = look.by.organisation === organisation;
  const items = (look.items ?? []).filter(
    ({ outcome }) => outcome === 'shown' || outcome === 'none-recorded',
  );
  return {
    key: `entry-${row.id}`,
    section: look.kind === 'refused' ? 'not-shown' : own ? 'seen' : 'given',
    at: row.at,
    title: look.kind === 'refused' ? 'Asked for, and nothing was shown' : 'Shown',
    detail: {
      kind: 'look',
      by: byWords(parts, look.by),
      purpose: look.purpose,
      ...(look.agreement === undefined ? {} : { agreement: look.agreement.version }),
      items: items.map(({ item, outcome, count, clause }) => ({
        item,
        outcome,
        count,
        ...(clause === undefined ? {} : { clause }),
      })),
    },
    holds: holdsOfLook({
      kind: look.kind,
      purpose: look.purpose,
      protectionPurposes: protectionPurposes(parts),
      shown: items.filter(({ outcome }) => outcome === 'shown').map(({ item }) => item),
      reasons: look.kind === 'refused' ? look.reasons : [],
      underInvestigation: own && investigated.has(row.id),
      byProxy,
    }),
    entryId: row.id,
  };
}

function brokenGlass(
  { parts, row, organisation, investigated, byProxy }: AboutLook,
  entry: Extract<OpenedEntry['entry'], { kind: 'break-glass' }>,
): Gathered {
  const own = entry.by.organisation === organisation;
  return {
    key: `entry-${row.id}`,
    section: own ? 'seen' : 'given',
    at: row.at,
    title: 'Opened in an emergency',
    detail: { kind: 'look', by: byWords(parts, entry.by), purpose: entry.purpose, items: [] },
    holds: holdsOfLook({
      kind: 'break-glass',
      purpose: entry.purpose,
      protectionPurposes: protectionPurposes(parts),
      shown: [],
      breakGlassReason: entry.reason,
      reasons: [],
      underInvestigation: own && investigated.has(row.id),
      byProxy,
    }),
    entryId: row.id,
  };
}

function byWords(
  { walk }: ServerParts,
  by: { readonly role: string; readonly organisation: string },
): { role: string; organisation: string } {
  return { role: by.role, organisation: partyName(walk, by.organisation) };
}

/** Without an agreement there is nobody to say which purposes are for protection: then every one of them is. */
function protectionPurposes({ walk }: ServerParts): readonly string[] {
  const purposes = walk.agreement()?.compiled.agreement.purpose.purposes;
  if (purposes === undefined) return ['adult-protection', 'child-protection'];
  return Object.entries(purposes).flatMap(([name, { protection }]) => (protection ? [name] : []));
}

function addressWords(home: { readonly address: string | null; readonly postcode: string | null }): string {
  return [home.address, home.postcode].filter(Boolean).join(', ');
}

function dateWords(value: string | null): string | null {
  return value === null ? null : formatDate(value.slice(0, 10) as IsoDate);
}
