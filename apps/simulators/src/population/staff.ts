import { dayOf, isoOf } from './calendar.ts';
import { NameBook } from './name-book.ts';
import type { PopulationOptions } from './population.ts';
import { Random } from './random.ts';
import type { RegisterEntry } from './register.ts';
import { districtsServed, hoursOfWork, workingPeople } from './staff-lives.ts';

type Organisation = 'council' | 'health';

/** A member of staff, as their own organisation's sign-in knows them: one line of `staff.csv`. */
export interface StaffMember {
  readonly userId: string;
  readonly name: string;
  readonly organisation: Organisation;
  readonly role: string;
  readonly team: string;
  /** `YYYY-MM-DD`, or empty where no training is recorded. */
  readonly trainingCompleted: string;
  readonly surname: string;
  /** Of themself as a patient, with where they live: empty where the directory does not hold it. */
  readonly chi: string;
  readonly address: string;
  readonly postcode: string;
  /** `Mo-Fr 08:00-18:00`, or `any`. */
  readonly hours: string;
  /** Postcode districts, separated by `|`; empty for a team that serves everybody. */
  readonly serves: string;
  /** `YYYY-MM-DD` */
  readonly since: string;
}

export const STAFF_COLUMNS = [
  'user_id',
  'name',
  'organisation',
  'role',
  'team',
  'training_completed',
  'surname',
  'chi',
  'address',
  'postcode',
  'hours',
  'serves',
  'since',
] as const;

/** Every role of the demonstration agreement, and those who keep it, with the team its people sit in. */
const ROLES: Readonly<Record<Organisation, readonly (readonly [role: string, team: string])[]>> = {
  health: [
    ['community-nurse', 'Nithsdale community nursing'],
    ['gp', 'Nithbank Medical Practice'],
    ['ward-nurse', 'Ward B3, Dumfries and Galloway Royal Infirmary'],
    ['hospital-doctor', 'Care of the elderly, Dumfries and Galloway Royal Infirmary'],
    ['ed-clinician', 'Emergency department, Dumfries and Galloway Royal Infirmary'],
    ['health-visitor', 'Health visiting, Annandale and Eskdale'],
    ['school-nurse', 'School nursing, Wigtownshire'],
    ['midwife', 'Community midwifery, Cresswell'],
    ['paediatrician', 'Paediatrics, Dumfries and Galloway Royal Infirmary'],
    ['ahp', 'Community rehabilitation, Stewartry'],
    ['home-team-member', 'Home Team Nithsdale'],
    ['health-admin', 'Health records'],
    ['governance-lead', 'Information governance'],
    ['data-protection-officer', 'Information governance'],
    ['caldicott-guardian', 'Medical director’s office'],
    ['senior-information-risk-owner', 'Executive office'],
  ],
  council: [
    ['social-worker', 'Adult social work, Nithsdale'],
    ['team-manager', 'Adult social work, Nithsdale'],
    ['mental-health-officer', 'Mental health officer service'],
    ['child-protection-worker', 'Children and families, Annandale'],
    ['occupational-therapist', 'Occupational therapy, Stewartry'],
    ['access-point-handler', 'Single Access Point'],
    ['homecare-organiser', 'Care at home, Wigtownshire'],
    ['home-team-member', 'Home Team Nithsdale'],
    ['governance-lead', 'Information governance'],
    ['data-protection-officer', 'Information governance'],
    ['chief-social-work-officer', 'Social work leadership'],
    ['senior-information-risk-owner', 'Executive office'],
    ['data-steward', 'Information team'],
  ],
};
const PEOPLE_A_ROLE = 2;

/** A directory does not hold the home of everybody. */
const HOME_NOT_HELD = 0.15;

/**
 * Staff of both organisations, two in each role. The first of each role has trained within the year; of the
 * second, some have lapsed and a few have no training recorded. Given a population, they are people of it.
 */
export function makeStaff(
  options: Pick<PopulationOptions, 'seed' | 'asOf'> & Partial<PopulationOptions>,
): readonly StaffMember[] {
  const names = new NameBook();
  const posts = (['health', 'council'] as const).flatMap((organisation) =>
    ROLES[organisation].flatMap(([role, team]) =>
      Array.from({ length: PEOPLE_A_ROLE }, (_, index) => ({ organisation, role, team, number: index + 1 })),
    ),
  );
  const { people } = options;
  const lives = people === undefined ? [] : workingPeople({ ...options, people }, posts.length);
  return posts.map(({ organisation, role, team, number }, index) => {
    const userId = `${organisation}-${role}-${number}`;
    const random = new Random(options.seed, 'staff', userId);
    const sex = random.chance(0.7) ? 'F' : 'M';
    const forename = names.forename('scottish', sex, random.between(1965, 2000), random);
    const trainedDaysAgo = number === 1 ? random.between(20, 300) : random.between(200, 800);
    const untrained = number > 1 && random.chance(0.15);
    const surname = names.surname('scottish', random);
    const life = lives[index];
    return {
      userId,
      ...namesOf(life, forename, surname),
      organisation,
      role,
      team,
      trainingCompleted: untrained ? '' : isoOf(dayOf(options.asOf) - trainedDaysAgo),
      ...homeOf(random.chance(HOME_NOT_HELD) ? undefined : life),
      hours: hoursOfWork(role),
      serves: districtsServed(team),
      since: isoOf(dayOf(options.asOf) - random.between(30, 3000)),
    };
  });
}

function namesOf(
  life: RegisterEntry | undefined,
  forename: string,
  surname: string,
): Pick<StaffMember, 'name' | 'surname'> {
  if (life === undefined) return { name: `${forename} ${surname}`, surname };
  return { name: `${life.forenames[0] ?? forename} ${life.surname}`, surname: life.surname };
}

function homeOf(life: RegisterEntry | undefined): Pick<StaffMember, 'chi' | 'address' | 'postcode'> {
  if (life === undefined) return { chi: '', address: '', postcode: '' };
  return { chi: life.chi, address: life.address, postcode: life.postcode };
}

export function staffCells(one: StaffMember): readonly string[] {
  return [
    one.userId,
    one.name,
    one.organisation,
    one.role,
    one.team,
    one.trainingCompleted,
    one.surname,
    one.chi,
    one.address,
    one.postcode,
    one.hours,
    one.serves,
    one.since,
  ];
}
