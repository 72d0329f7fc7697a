import { dayOf } from './calendar.ts';
import type { CouncilEntry } from './council-record.ts';
import { CouncilView } from './council-view.ts';
import { ChiIssuer } from './chi-issuer.ts';
import { bundlePeople, type BundlePerson } from './bundle-people.ts';
import { makeHousehold, type World } from './household.ts';
import { NameBook } from './name-book.ts';
import type { Person } from './person.ts';
import { Places } from './places.ts';
import { PopulationError } from './population-error.ts';
import { type RegisterEntry, registerEntry } from './register.ts';

export interface PopulationOptions {
  /** People on the CHI register, 100 to 6,000,000 (people of given FHIR bundles come on top). */
  readonly people: number;
  readonly seed: number;
  /** `YYYY-MM-DD`: the day on which everyone's age and record are true. */
  readonly asOf: string;
  /** Records in the council's view; 60% of `people` unless given. */
  readonly council?: number;
  /** A folder of FHIR R4 bundles, one patient each: those people join the register, half of them the council. */
  readonly bundles?: string;
}

/** What one household adds to each side. */
export interface HouseholdViews {
  readonly register: readonly RegisterEntry[];
  readonly council: readonly CouncilEntry[];
}

const DEFAULT_COUNCIL_SHARE = 0.6;

/**
 * The two views of one synthetic population, household by household, in constant memory. The same options give the
 * same people on every machine. Nothing here knows how they will be matched.
 * @throws {PopulationError}
 */
export function* population(options: PopulationOptions): Generator<HouseholdViews> {
  const councilSize = checkedCouncilSize(options);
  const world: World = {
    seed: options.seed,
    asOf: dayOf(options.asOf),
    names: new NameBook(),
    places: new Places(options.people),
  };
  const issuer = new ChiIssuer(options.seed);
  const council = new CouncilView(world, { people: options.people, records: councilSize });
  for (const one of options.bundles === undefined ? [] : bundlePeople(options.bundles, world)) {
    yield bundleViews(one, issuer, council);
  }
  let firstIndex = 0;
  for (let household = 0; !council.isComplete; household += 1) {
    const members = makeHousehold(world, household, firstIndex);
    firstIndex += members.length;
    yield viewsOf(members, issuer, council);
  }
}

function viewsOf(members: readonly Person[], issuer: ChiIssuer, council: CouncilView): HouseholdViews {
  const register: RegisterEntry[] = [];
  const known: Parameters<CouncilView['writeHousehold']>[0][number][] = [];
  for (const member of members) {
    if (council.isComplete) break;
    const part = council.choose(member);
    if (part === 'council-only') known.push({ person: member, chi: undefined });
    else {
      const { chi, birthDate } = issuer.issue(member.birthDate, member.sex);
      const person = birthDate === member.birthDate ? member : { ...member, birthDate };
      register.push(registerEntry(person, chi));
      if (part === 'both') known.push({ person, chi });
    }
  }
  return { register, council: council.writeHousehold(known) };
}

function bundleViews(one: BundlePerson, issuer: ChiIssuer, council: CouncilView): HouseholdViews {
  const { chi } = issuer.issue(one.person.birthDate, one.person.sex);
  return {
    register: [{ ...registerEntry(one.person, chi), bundle: one.file }],
    council: one.inCouncil ? council.writeHousehold([{ person: one.person, chi }]) : [],
  };
}

function checkedCouncilSize(options: PopulationOptions): number {
  const { people } = options;
  if (!Number.isInteger(people) || people < 100 || people > 6_000_000) {
    throw new PopulationError('population-size', 'a population has 100 to 6,000,000 people');
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(options.asOf) || Number.isNaN(dayOf(options.asOf))) {
    throw new PopulationError('population-date', 'the date is to be given as YYYY-MM-DD');
  }
  const council = options.council ?? Math.round(people * DEFAULT_COUNCIL_SHARE);
  if (!Number.isInteger(council) || council < 10 || council > people) {
    throw new PopulationError(
      'population-size',
      'the council holds 10 records or more, and no more than the register',
    );
  }
  return council;
}
