import { dayOf, isoOf } from './calendar.ts';
import { NameBook } from './name-book.ts';
import { Random } from './random.ts';

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
}

export const STAFF_COLUMNS = [
  'user_id',
  'name',
  'organisation',
  'role',
  'team',
  'training_completed',
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

/**
 * Staff of both organisations, two in each role. The first of each role has trained within the year; of the
 * second, some have lapsed and a few have no training recorded.
 */
export function makeStaff(options: { readonly seed: number; readonly asOf: string }): readonly StaffMember[] {
  const names = new NameBook();
  const staff: StaffMember[] = [];
  for (const organisation of ['health', 'council'] as const) {
    for (const [role, team] of ROLES[organisation]) {
      for (let number = 1; number <= PEOPLE_A_ROLE; number += 1) {
        const userId = `${organisation}-${role}-${number}`;
        const random = new Random(options.seed, 'staff', userId);
        const sex = random.chance(0.7) ? 'F' : 'M';
        const forename = names.forename('scottish', sex, random.between(1965, 2000), random);
        const trainedDaysAgo = number === 1 ? random.between(20, 300) : random.between(200, 800);
        const untrained = number > 1 && random.chance(0.15);
        staff.push({
          userId,
          name: `${forename} ${names.surname('scottish', random)}`,
          organisation,
          role,
          team,
          trainingCompleted: untrained ? '' : isoOf(dayOf(options.asOf) - trainedDaysAgo),
        });
      }
    }
  }
  return staff;
}

export function staffCells(one: StaffMember): readonly string[] {
  return [one.userId, one.name, one.organisation, one.role, one.team, one.trainingCompleted];
}
