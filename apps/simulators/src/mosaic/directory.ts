import { NameBook } from '../population/name-book.ts';
import { Random } from '../population/random.ts';
import type { RowBatch } from './tables.ts';

/** Teams, providers and workers of the council, made from the seed. Telephone numbers are those kept for drama. */
export interface Directory {
  readonly adultTeams: readonly number[];
  readonly childTeams: readonly number[];
  readonly providers: readonly number[];
  readonly mentalHealthTeam: number;
  /** Workers of one team. */
  workersOf(team: number): readonly number[];
}

const TEAMS = [
  ['Adult social work, Nithsdale', 'Monreith House, Dumfries', 'adult'],
  ['Adult social work, Annandale and Eskdale', 'Arthur Street, Annan', 'adult'],
  ['Adult social work, Stewartry', 'Daar Road, Kirkcudbright', 'adult'],
  ['Adult social work, Wigtownshire', 'Ashwood House, Stranraer', 'adult'],
  ['Children and families, Nithsdale', 'Monreith House, Dumfries', 'child'],
  ['Children and families, Annandale', 'Arthur Street, Annan', 'child'],
  ['Children and families, Wigtownshire', 'Ashwood House, Stranraer', 'child'],
  ['Mental health officer service', 'Crichton Hall, Dumfries', 'mental-health'],
] as const;
const PROVIDERS = [
  'Council care at home',
  'Nith Valley Homecare',
  'Galloway Care Partners',
  'Solway Telecare',
  'Criffel Day Centre',
  'Merrick Care',
  'Stewartry Meals',
] as const;
const JOB_TITLES = [
  'Social worker',
  'Senior social worker',
  'Social work assistant',
  'Care manager',
] as const;
const WORKERS_A_TEAM = 6;

export const RELATIONSHIP_TYPES = [
  'Mother',
  'Father',
  'Child',
  'Partner',
  'Sibling',
  'Grandparent',
  'Daughter',
  'Son',
  'Neighbour',
  'Friend',
] as const;

export function makeDirectory(seed: number, batch: RowBatch): Directory {
  const names = new NameBook();
  const teams = TEAMS.map(([name, office, kind], index) => {
    batch.add('organisations', {
      organisation_id: index + 1,
      name,
      organisation_type: 'TEAM',
      office,
      telephone: `01632 960${300 + index}`,
      out_of_hours_telephone: '01632 960399',
    });
    return { id: index + 1, kind };
  });
  const providers = PROVIDERS.map((name, index) => {
    const id = 100 + index;
    batch.add('organisations', {
      organisation_id: id,
      name,
      organisation_type: 'PROVIDER',
      telephone: `01632 960${400 + index}`,
    });
    return id;
  });
  const workers = new Map(teams.map(({ id }) => [id, makeWorkers(id, seed, names, batch)]));
  for (const [index, description] of RELATIONSHIP_TYPES.entries()) {
    batch.add('dm_personal_rel_types', { rel_type_id: index + 1, description });
  }
  const ofKind = (kind: string): readonly number[] =>
    teams.filter((one) => one.kind === kind).map((one) => one.id);
  return {
    adultTeams: ofKind('adult'),
    childTeams: ofKind('child'),
    mentalHealthTeam: ofKind('mental-health')[0] ?? 1,
    providers,
    workersOf: (team) => workers.get(team) ?? [],
  };
}

function makeWorkers(team: number, seed: number, names: NameBook, batch: RowBatch): readonly number[] {
  return Array.from({ length: WORKERS_A_TEAM }, (_, index) => {
    const id = team * 10 + index;
    const random = new Random(seed, 'worker', id);
    const sex = random.chance(0.75) ? 'F' : 'M';
    const forename = names.forename('scottish', sex, random.between(1962, 1999), random);
    const surname = names.surname('scottish', random);
    batch.add('workers', {
      worker_id: id,
      first_names: forename,
      last_names: surname,
      email_address: `worker${id}@council.example`,
      job_title: random.pick(JOB_TITLES),
      // A few have no direct line: people ring the team.
      telephone: random.chance(0.85) ? `01632 960${500 + id}` : null,
      organisation_id: team,
    });
    return id;
  });
}
