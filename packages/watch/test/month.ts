import { type Instant, instantOf, type IsoDate } from '@solway/kernel';
import {
  type Facts,
  foldName,
  type Look,
  type PeerRate,
  type StaffFacts,
  type SubjectFacts,
} from '@solway/watch';

// A month of ordinary use by invented staff of invented people, with nothing wrong in it but coincidence: people
// have relations and neighbours among those they care for. Misuse is planted into it by the tests.

const NAMES = (
  'Smith Brown Wilson Thomson Robertson Campbell Stewart Anderson Scott Murray MacDonald Reid Taylor Clark Ross Young Mitchell Watson Paterson Morrison ' +
  'Carruthers Irving Maxwell Johnstone Jardine Armstrong Bell Kirkpatrick Halliday Rae Crosbie Gillespie Carlyle Graham Little Beattie Moffat Hyslop Kerr Dalrymple'
).split(' ');
const ROLES = ['community-nurse', 'gp', 'ward-nurse', 'ed-clinician', 'ahp', 'health-visitor'] as const;
const COUNCIL_ROLES = ['social-worker', 'occupational-therapist', 'access-point-handler'] as const;
export const HEALTH = 'board';
const COUNCIL = 'council';
const DAY_MS = 86_400_000;
/** A Monday. */
export const MONTH_START = Date.parse('2026-11-02T00:00:00Z');
const ROUND_THE_CLOCK = new Set(['ward-nurse', 'ed-clinician']);

/** Deterministic: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Invented {
  readonly chi: string;
  readonly surname: string;
  readonly address: string;
  readonly postcode: string;
  readonly deathDate?: IsoDate;
}

export class World implements Facts {
  readonly people: Invented[] = [];
  readonly members: (StaffFacts & { readonly role: string; readonly caseload: readonly number[] })[] = [];
  readonly watched = new Map<string, string>();
  readonly #byChi = new Map<string, Invented>();
  readonly #byUser = new Map<string, StaffFacts>();
  readonly #byStaffChi = new Map<string, StaffFacts>();
  readonly #surnames = new Map<string, number>();
  readonly lastLooks = new Map<string, Instant>();
  readonly peerRates = new Map<string, PeerRate>();

  constructor(size: { readonly people: number; readonly staff: number; readonly seed: number }) {
    const random = randomOf(size.seed);
    for (let i = 0; i < size.people; i += 1) {
      // Households of two at a door, thirty doors to a postcode; surnames by rank, with a long tail of rare ones.
      const household = i >> 1;
      const sector = Math.floor(household / 30);
      const rare = random() < 0.4;
      const surname =
        i % 2 === 1 && random() < 0.8
          ? (this.people[i - 1]?.surname ?? 'Bell')
          : rare
            ? `Rare${letters(Math.floor(random() * size.people * 0.2))}`
            : (NAMES[Math.floor(random() ** 2 * NAMES.length)] ?? 'Bell');
      this.addPerson({
        chi: String(1_000_000_000 + i),
        surname,
        address: `${(household % 30) + 1} Mill Brae`,
        postcode: `DG${1 + (sector % 9)} ${sector % 10}${letters2(sector)}`,
      });
    }
    for (let i = 0; i < size.staff; i += 1) {
      const council = i % 3 === 2;
      const role = council ? COUNCIL_ROLES[i % COUNCIL_ROLES.length] : ROLES[i % ROLES.length];
      const home = this.people[Math.floor(random() * size.people)] as Invented;
      const caseload = Array.from({ length: 60 }, () => Math.floor(random() * size.people)).filter(
        (index) => this.people[index]?.chi !== home.chi,
      );
      this.addStaff({
        organisation: council ? COUNCIL : HEALTH,
        userId: `user-${i}`,
        role: role ?? 'gp',
        surname: home.surname,
        chi: home.chi,
        address: home.address,
        postcode: home.postcode,
        teams: [`team ${Math.floor(i / 12)}`],
        hours: ROUND_THE_CLOCK.has(role ?? '') ? 'any' : 'Mo-Fr 08:00-18:00',
        since: '2020-01-06' as IsoDate,
        caseload,
      });
    }
  }

  addPerson(person: Invented): void {
    this.people.push(person);
    this.#byChi.set(person.chi, person);
    const name = foldName(person.surname);
    this.#surnames.set(name, (this.#surnames.get(name) ?? 0) + 1);
  }

  addStaff(one: World['members'][number]): void {
    this.members.push(one);
    this.#byUser.set(`${one.organisation}:${one.userId}`, one);
    if (one.chi !== undefined) this.#byStaffChi.set(`${one.organisation}:${one.chi}`, one);
  }

  staff(organisation: string, userId: string): StaffFacts | undefined {
    return this.#byUser.get(`${organisation}:${userId}`);
  }
  staffWithChi(organisation: string, chi: string): StaffFacts | undefined {
    return this.#byStaffChi.get(`${organisation}:${chi}`);
  }
  subject(look: Look): SubjectFacts | undefined {
    const person = this.#byChi.get(look.chi ?? '');
    if (person === undefined) return undefined;
    const watched = this.watched.get(person.chi);
    return {
      surnames: [person.surname],
      addresses: [person],
      chi: person.chi,
      ...(person.deathDate === undefined ? {} : { deathDate: person.deathDate }),
      ...(watched === undefined ? {} : { watched }),
    };
  }
  surnamePerThousand(name: string): number {
    return (1000 * (this.#surnames.get(name) ?? 0)) / this.people.length;
  }
  lastLookAt(organisation: string, userId: string): Instant | undefined {
    return this.lastLooks.get(`${organisation}:${userId}`) ?? instantOf(MONTH_START - 3 * DAY_MS);
  }
  peers(organisation: string, role: string): PeerRate | undefined {
    return this.peerRates.get(`${organisation}|${role}`);
  }
}

const letters = (n: number): string =>
  String(n).replaceAll(/[0-9]/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
const letters2 = (n: number): string =>
  `${'ABDEFGHJLN'[Math.floor(n / 10) % 10]}${'PQRSTUWXYZ'[Math.floor(n / 100) % 10]}`;

/** A working month: each member of staff looks at people of their caseload, about `aDay` times a day. */
export function* ordinaryMonth(world: World, aDay: number, seed = 7): Generator<Look> {
  const random = randomOf(seed);
  let number = 0;
  for (let day = 0; day < 28; day += 1) {
    const weekend = day % 7 > 4;
    const looks: Look[] = [];
    for (const member of world.members) {
      const always = member.hours === 'any';
      if (weekend && (!always || random() < 0.6)) continue;
      if (!weekend && random() < 0.1) continue;
      const count = Math.floor(aDay * (0.5 + random()));
      for (let i = 0; i < count; i += 1) {
        const index = member.caseload[Math.floor(random() * member.caseload.length)] ?? 0;
        const minute = always ? random() * 1439 : 8.5 * 60 + random() * 9 * 60;
        looks.push(
          lookOf(
            number,
            member,
            world.people[index] as Invented,
            MONTH_START + day * DAY_MS + minute * 60_000,
          ),
        );
        number += 1;
      }
    }
    looks.sort((a, b) => (a.at < b.at ? -1 : 1));
    yield* looks;
  }
}

export function lookOf(
  number: number,
  member: { readonly organisation: string; readonly userId: string; readonly role: string },
  person: Pick<Invented, 'chi'>,
  atMs: number,
  over: Partial<Look> = {},
): Look {
  return {
    entryId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    at: instantOf(Math.floor(atMs)),
    kind: 'disclosed',
    organisation: member.organisation,
    userId: member.userId,
    userName: member.userId,
    role: member.role,
    purpose: 'direct-care',
    basis: 'relationship',
    chi: person.chi,
    personIds: [],
    place: `desk of ${member.userId}`,
    ...over,
  };
}
