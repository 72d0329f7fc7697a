import type { Patient } from '@medplum/fhirtypes';
import { directionFor, type NamedPerson } from '@solway/disclosure';
import {
  CHI_SYSTEM,
  CHI_SYSTEMS_READ,
  MOSAIC_SYSTEM,
  parseChi,
  parseMosaicPersonId,
  readIsoDate,
  SolwayError,
} from '@solway/kernel';
import type { ItemType, ItemView, RecordEntry } from '@solway/record';
import { findChiPeople, findCouncilPeople, type FoundPerson, type PersonQuery } from '@solway/store';
import { searchset } from './bundle.ts';
import type { Caller } from './caller.ts';
import { ignoredIssues, noSuch, scopeMissing, selfOf } from './entries.ts';
import { recordIdentityQuery } from './identity/record.ts';
import { FhirError, type FhirAnswer } from './outcome.ts';
import { identifiersOf, nameOf, genderOf, ownPatient } from './patient-resource.ts';
import { personAsked, walkItems } from './person.ts';
import type { EntryResource } from './resources/convert.ts';
import { present } from './resources/present.ts';
import { type AskedSearch, readSearch, type Search, single } from './search/parameters.ts';
import type { FhirService } from './service.ts';

export const PATIENT_PARAMETERS = [
  '_id',
  'identifier',
  'family',
  'given',
  'birthdate',
  'gender',
  'address-postalcode',
] as const;

/** More people than this is a crowd, and nobody of a crowd is shown. */
const MOST_PEOPLE = 10;

interface KnownPerson {
  readonly person: NamedPerson;
  readonly found: FoundPerson;
}

/**
 * Patient search (IHE PDQm ITI-78): people of the client's own organisation's register, by their present details. It
 * says nothing of the other organisation.
 * @throws {FhirError} `fhir-parameter-…`, `fhir-too-many`
 */
export async function searchPatients(
  service: FhirService,
  caller: Caller,
  asked: AskedSearch,
): Promise<FhirAnswer> {
  if (!caller.may('Patient', 'search')) throw scopeMissing();
  const search = readSearch(asked, PATIENT_PARAMETERS, []);
  const query = queryOf(service, caller, search);
  const people = query === undefined ? [] : await peopleFor(service, caller, query, MOST_PEOPLE + 1);
  if (people.length > MOST_PEOPLE) {
    await recordIdentityQuery(service, caller, 'search', []);
    throw new FhirError('fhir-too-many', `more than ${MOST_PEOPLE} people fit: say more about the person`);
  }
  const matches = people.map(({ person, found }) =>
    ownPatient(found, person, service.ids.patientId(caller.token.client_id, person)),
  );
  await recordIdentityQuery(
    service,
    caller,
    'search',
    people.map(({ person }) => person),
  );
  return {
    status: 200,
    resource: searchset(service.base, {
      matches: search.count === 0 ? [] : matches,
      included: [],
      issues: ignoredIssues(search),
      total: matches.length,
      self: selfOf(service.base, 'Patient', asked, search),
      at: service.walk.clock(),
    }),
  };
}

/** People of the client's own register. A token of one person finds that person only. */
export async function peopleFor(
  { walk }: FhirService,
  { token, side }: Caller,
  query: PersonQuery,
  limit: number,
): Promise<readonly KnownPerson[]> {
  const found: readonly KnownPerson[] =
    side === 'health'
      ? (await findChiPeople(walk.db, query, limit)).map(({ chi, ...rest }) => ({
          person: { chi },
          found: rest,
        }))
      : (
          await findCouncilPeople(
            walk.db,
            query,
            { id: token.user_id, organisation: token.organisation },
            limit,
          )
        ).map(({ person_id, ...rest }) => ({
          person: { personId: person_id },
          found: rest,
        }));
  return found.filter(
    ({ person }) =>
      (token.chi === null && token.person_id === null) ||
      ('chi' in person ? person.chi === token.chi : person.personId === token.person_id),
  );
}

const HEALTH_PATIENT_ITEMS: readonly ItemType[] = ['demographics', 'gp-practice', 'deceased'];

/**
 * One Patient. For the health side it is the register's own. For the council's it is Mosaic's own person, and where the
 * walk gives the health board's demographics, those: number, name, address, practice, death.
 */
export async function readPatient(service: FhirService, caller: Caller, id: string): Promise<FhirAnswer> {
  if (!caller.may('Patient', 'read')) throw scopeMissing();
  const { person, patientId } = personAsked(service, caller, id);
  const [known] = await peopleFor(
    service,
    caller,
    { ids: ['chi' in person ? person.chi : person.personId] },
    1,
  );
  if (known === undefined) {
    await recordIdentityQuery(service, caller, 'read', []);
    throw noSuch('Patient');
  }
  const own = ownPatient(known.found, person, patientId);
  await recordIdentityQuery(service, caller, 'read', [person]);
  if (directionFor(caller.side) === 'council-to-health') return { status: 200, resource: own };
  const summary = await walkItems(service, caller, person, HEALTH_PATIENT_ITEMS);
  const items = summary.body.state === 'matched' ? summary.body.items : [];
  return { status: 200, resource: sharedPatient(own, person, items) };
}

/** The health board's demographics over the council's own person, as far as they are shared. */
export function sharedPatient(own: Patient & EntryResource, person: NamedPerson, items: readonly ItemView[]) {
  const demographics = shownOf(items, 'demographics');
  const practice = shownOf(items, 'gp-practice');
  const deceased = shownOf(items, 'deceased');
  const { name, birthDate, gender, chi, address, phone } = demographics ?? {};
  return present<Patient & EntryResource>({
    ...own,
    identifier: identifiersOf(person, chi),
    name:
      name === undefined
        ? own.name
        : [nameOf(name.family, name.given.split(' ').filter(Boolean), name.title)],
    birthDate: birthDate ?? own.birthDate,
    gender: gender === undefined ? own.gender : genderOf(gender),
    address: address === undefined ? own.address : [{ text: address }],
    telecom: phone === undefined ? undefined : [{ system: 'phone', value: phone }],
    deceasedDateTime: deceased?.date,
    deceasedBoolean: deceased !== undefined && deceased.date === undefined ? true : undefined,
    contained:
      practice === undefined
        ? undefined
        : [
            present<NonNullable<Patient['contained']>[number]>({
              resourceType: 'Organization',
              id: 'practice',
              name: practice.practice,
              telecom:
                practice.phone === undefined ? undefined : [{ system: 'phone', value: practice.phone }],
              address: practice.address === undefined ? undefined : [{ text: practice.address }],
            }),
          ],
    generalPractitioner:
      practice === undefined
        ? undefined
        : [{ reference: '#practice', display: practice.doctor ?? practice.practice }],
  });
}

function shownOf<Item extends 'demographics' | 'gp-practice' | 'deceased'>(
  items: readonly ItemView[],
  item: Item,
): RecordEntry<Item>['content'] | undefined {
  const found = items.find((one) => one.item === item)?.outcome;
  return found?.state === 'shown' ? (found.entries[0]?.content as RecordEntry<Item>['content']) : undefined;
}

/** Undefined where what is asked for can fit nobody. */
function queryOf(service: FhirService, caller: Caller, search: Search): PersonQuery | undefined {
  const ids = [...idsOf(service, caller, search)];
  const [family, given, birth] = [
    single(search, 'family'),
    single(search, 'given'),
    single(search, 'birthdate'),
  ];
  const [gender, postcode] = [single(search, 'gender'), single(search, 'address-postalcode')];
  const byId = search.values.has('_id') || search.values.has('identifier');
  const enough =
    byId ||
    (family !== undefined && (birth !== undefined || (given !== undefined && postcode !== undefined)));
  if (!enough) {
    throw new FhirError(
      'fhir-parameter-missing',
      'a search for people needs identifier or _id; or family and birthdate; or family, given and address-postalcode',
    );
  }
  if (byId && ids.length === 0) return undefined;
  const birthDate = birth === undefined ? undefined : readIsoDate(birth.replace(/^eq/, ''));
  if (birth !== undefined && birthDate === undefined)
    throw new FhirError('fhir-parameter-malformed', 'birthdate is to be a whole date');
  if (gender !== undefined && !['male', 'female', 'other', 'unknown'].includes(gender))
    throw new FhirError('fhir-parameter-malformed', 'gender is not one of the codes');
  if (gender === 'other' || gender === 'unknown') return undefined;
  return {
    ...(byId ? { ids } : {}),
    ...(family === undefined ? {} : { family }),
    ...(given === undefined ? {} : { given }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { sex: gender as 'male' | 'female' }),
    ...(postcode === undefined ? {} : { postcode }),
  };
}

/** The numbers that `_id` and `identifier` both allow. */
function idsOf(service: FhirService, { token, side }: Caller, search: Search): Set<string> {
  const lists = [
    ...(search.values.get('_id') ?? []).map((value) =>
      value.split(',').flatMap((id) => {
        const person = service.ids.personOf(token.client_id, id);
        if (person === undefined || 'chi' in person !== (side === 'health')) return [];
        return ['chi' in person ? person.chi : person.personId];
      }),
    ),
    ...(search.values.get('identifier') ?? []).map((value) =>
      value.split(',').flatMap((one) => numberOf(one, side)),
    ),
  ];
  const [first = [], ...rest] = lists;
  return new Set(first.filter((number) => rest.every((list) => list.includes(number))));
}

/** `system|value` of the client's own side, or a bare value. @throws {FhirError} for a system that is not ours to search */
export function numberOf(token: string, side: 'health' | 'council'): readonly string[] {
  const bar = token.lastIndexOf('|');
  const system = bar < 0 ? undefined : token.slice(0, bar);
  const systems = side === 'health' ? CHI_SYSTEMS_READ : [MOSAIC_SYSTEM];
  if (system !== undefined && !systems.includes(system))
    throw new FhirError(
      'fhir-parameter-malformed',
      `people are found here by identifiers of ${side === 'health' ? CHI_SYSTEM : MOSAIC_SYSTEM}`,
    );
  const value = token.slice(bar + 1);
  try {
    return [side === 'health' ? parseChi(value).chi : parseMosaicPersonId(value)];
  } catch (error) {
    // A number that can be nobody's finds nobody.
    if (error instanceof SolwayError) return [];
    throw error;
  }
}
