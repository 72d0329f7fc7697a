import type { IsoDate } from '@solway/kernel';
import {
  type CouncilPersonRow,
  type Database,
  type NearPerson,
  type Queryable,
  registeredNear,
  registeredNames,
} from '@solway/store';
import { chiCandidate, councilCandidate } from '../candidate.ts';
import { type MatchOutcome, matchPerson } from '../decide.ts';
import type { Model } from '../model.ts';
import { ChiRegister } from '../register.ts';
import { type Score, score } from '../score.ts';

/** What the model makes of one council record just now, and of a pair of it with one number. */
export interface LiveMatch {
  readonly outcome: MatchOutcome;
  /** Undefined where the number is not on the register. */
  readonly scoreWith: (chi: string) => Score | undefined;
}

/** One record against the register as it stands, in the caller's transaction. */
export type MatchOne = (db: Queryable, person: CouncilPersonRow) => Promise<LiveMatch>;

/** More people than this share a birthday and a name with nobody in particular. */
const MOST_NEAR = 5000;

/**
 * Matches one at a time by the same cleaning, model and thresholds as a run. How common a name is, is read once:
 * a register does not change that from one message to the next.
 */
export async function liveMatching(db: Database, model: Model): Promise<MatchOne> {
  const names = await readFrequencies(db);
  return async (tx, person) => {
    const council = councilCandidate(person);
    const near = await registeredNear(tx, nearOf(person, council.chiHeld), MOST_NEAR);
    const register = new NearRegister(near.map(chiCandidate), names);
    const outcome = matchPerson(model, register, council);
    return {
      outcome,
      scoreWith: (chi) => {
        const other = near.find((one) => one.chi === chi);
        return other === undefined ? undefined : score(model, register, council, chiCandidate(other));
      },
    };
  };
}

function nearOf(person: CouncilPersonRow, held: string | null): NearPerson {
  const capitals = (texts: readonly (string | null)[]): readonly string[] => [
    ...new Set(texts.flatMap((one) => (one === null || one === '' ? [] : [one.toUpperCase()]))),
  ];
  const forenames = person.forenames.split(/\s+/);
  return {
    numbers: held === null ? [] : [held],
    birthDates: datesLike(person.birth_date),
    // Either may stand in the other's place.
    surnames: capitals([person.surname, ...person.previous_surnames, ...forenames]),
    forenames: capitals([...forenames, person.known_as, person.surname]),
    postcodes: [...new Set(person.addresses.flatMap((one) => one.postcode ?? []))],
  };
}

/** The date, and with day and month changed about where that is a date. */
function datesLike(date: IsoDate | null): readonly IsoDate[] {
  if (date === null) return [];
  const [year, month, day] = date.split('-');
  return Number(day) > 12 || day === month ? [date] : [date, `${year}-${day}-${month}` as IsoDate];
}

interface Frequencies {
  readonly size: number;
  readonly surnames: ReadonlyMap<string, number>;
  readonly forenames: ReadonlyMap<string, number>;
}

/** A part of the register, with the whole register's names. */
class NearRegister extends ChiRegister {
  readonly #names: Frequencies;

  constructor(people: ConstructorParameters<typeof ChiRegister>[0], names: Frequencies) {
    super(people);
    this.#names = names;
  }

  override surname(name: string): number {
    return (this.#names.surnames.get(name) ?? 1) / Math.max(this.#names.size, 1);
  }

  override forename(name: string): number {
    return (this.#names.forenames.get(name) ?? 1) / Math.max(this.#names.size, 1);
  }
}

async function readFrequencies(db: Database): Promise<Frequencies> {
  const surnames = new Map<string, number>();
  const forenames = new Map<string, number>();
  let size = 0;
  for await (const rows of registeredNames(db)) {
    for (const person of rows.map(chiCandidate)) {
      size += 1;
      for (const name of person.surnames) surnames.set(name, (surnames.get(name) ?? 0) + 1);
      for (const name of person.forenames) forenames.set(name, (forenames.get(name) ?? 0) + 1);
    }
  }
  return { size, surnames, forenames };
}
