import type { CaseFile } from './case-file.ts';
import { RELATIONSHIP_TYPES } from './directory.ts';

const GENDERS = { '': null, F: 'Female', M: 'Male' } as const;
const NAME_WIDTH = 30;
const WOMEN = ['Fiona', 'Morag', 'Karen', 'Lesley', 'Shona', 'Catriona'] as const;
const MEN = ['Alan', 'Stuart', 'Ewan', 'Craig', 'Iain', 'Gregor'] as const;

/** The person themselves: the published tables of the reporting database. */
export function addPerson(file: CaseFile): void {
  const { record, traits } = file;
  const empty = (text: string, width = 464): string | null => (text === '' ? null : text.slice(0, width));
  file.add('dm_persons', {
    full_name: empty(`${record.forenames} ${record.surname}`.trim(), 80),
    title: empty(record.title, 8),
    first_name: empty(record.forenames, NAME_WIDTH),
    last_name: empty(record.surname, NAME_WIDTH),
    nhs_id: empty(record.chi, 10),
    date_of_birth: empty(record.dateOfBirth),
    date_of_death: traits.deathDate ?? null,
    context_flag: record.contextFlag,
    gender: GENDERS[record.sex],
    restricted: record.restricted,
    known_as: empty(record.knownAs, NAME_WIDTH),
  });
  for (const name of record.previousSurnames) {
    file.add('dm_previous_names', { last_name: name.slice(0, NAME_WIDTH) });
  }
  if (record.address !== '' || record.postcode !== '') {
    file.add('dm_addresses', {
      address: empty(record.address),
      post_code: empty(record.postcode, 16),
      start_date: file.daysAgo(file.random('address').between(30, 6000)),
      is_contact_address: 'Y',
      is_display_address: 'Y',
    });
  }
  if (record.telephone !== '') {
    file.add('dm_telephone_numbers', {
      telephone_number: record.telephone,
      telephone_number_type: record.telephone.startsWith('07') ? 'Mobile' : 'Home',
    });
  }
  addKeyPeople(file);
  if (record.restricted === 'Y') {
    // Of the two data stewards, one.
    for (const [user, organisation] of RESTRICTED_ACCESS) {
      file.add('restricted_access', { user_id: user, organisation });
    }
  }
}

const RESTRICTED_ACCESS = [
  ['council-social-worker-1', null],
  ['council-team-manager-1', null],
  ['council-data-steward-2', null],
  ['health-gp-1', 'health'],
] as const;

function addKeyPeople(file: CaseFile): void {
  const random = file.random('key-people');
  const typeOf = (name: (typeof RELATIONSHIP_TYPES)[number]): number => RELATIONSHIP_TYPES.indexOf(name) + 1;
  for (const relative of file.traits.relatives) {
    const parent = relative.relation === 'Mother' || relative.relation === 'Father';
    file.add('dm_personal_relationships', {
      relationship_id: file.nextId('dm_personal_relationships'),
      other_person_id: relative.personId ?? null,
      rel_type_id: typeOf(relative.relation),
      parental_responsibility: file.isChild ? (parent && random.chance(0.9) ? 'Y' : 'N') : null,
      is_informal_carer: relative.relation === 'Partner' && file.age > 60 ? 'Y' : 'N',
      is_next_of_kin: parent || relative.relation === 'Partner' ? 'Y' : 'N',
      is_key_holder: 'N',
    });
  }
  if (!file.isOpen || file.isChild) return;
  // Someone who has no record of their own.
  const relation = random.pick(['Daughter', 'Son', 'Neighbour', 'Friend', 'Sibling'] as const);
  const names = { Daughter: WOMEN, Son: MEN, Neighbour: WOMEN, Friend: MEN, Sibling: WOMEN };
  const forename = random.pick(names[relation]);
  const family = relation === 'Neighbour' || relation === 'Friend';
  file.add('dm_personal_relationships', {
    relationship_id: file.nextId('dm_personal_relationships'),
    other_name: `${forename} ${family ? random.pick(['Hyslop', 'Rae', 'Kerr', 'Wallace']) : file.record.surname}`,
    other_telephone: random.chance(0.85) ? `07700 900${random.between(100, 999)}` : null,
    rel_type_id: typeOf(relation),
    is_informal_carer: random.chance(0.5) ? 'Y' : 'N',
    is_next_of_kin: family ? 'N' : 'Y',
    is_key_holder: random.chance(0.6) ? 'Y' : 'N',
  });
}
