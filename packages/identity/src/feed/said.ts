import type { PersonSaid } from '@solway/hl7v2';
import type { ChiPersonRow } from '@solway/store';

const MOST_KEPT = 20;

/**
 * What is held once a message has been heard. A name or postcode that goes out of use is kept as an earlier one,
 * unless what the person was before is protected: then only what the message says is held.
 */
export function personAfter(
  held: ChiPersonRow | undefined,
  said: PersonSaid,
  earlierIsProtected: boolean,
): ChiPersonRow {
  const before = earlierIsProtected ? undefined : held;
  const surnames = [
    ...said.otherSurnames,
    ...(before === undefined ? [] : [before.surname, ...before.previous_surnames]),
  ];
  const { postcode = before?.postcode ?? null } = said;
  const postcodes = [
    ...said.previousPostcodes,
    ...(before === undefined ? [] : [before.postcode ?? '', ...before.previous_postcodes]),
  ];
  return {
    chi: said.chi,
    surname: said.surname,
    forenames: said.forenames.length > 0 ? said.forenames : (before?.forenames ?? []),
    known_as: said.knownAs ?? before?.known_as ?? null,
    birth_surname: said.birthSurname ?? before?.birth_surname ?? null,
    previous_surnames: earlier(surnames, said.surname),
    mother_birth_surname: kept(said.motherBirthSurname, before?.mother_birth_surname),
    // These were held of the same number, and are not what a person was called.
    birth_date: kept(said.birthDate, held?.birth_date),
    sex: kept(said.sex, before?.sex),
    death_date: said.death === 'undated' ? (held?.death_date ?? null) : kept(said.death, held?.death_date),
    address: kept(said.address, before?.address),
    postcode,
    previous_postcodes: earlier(postcodes, postcode ?? ''),
    gp_practice: kept(said.gpPractice, held?.gp_practice),
  };
}

/** What is said, null where it is taken away; what is held where nothing is said. */
function kept<T>(said: T | null | undefined, held: T | null | undefined): T | null {
  return said === undefined ? (held ?? null) : said;
}

function earlier(all: readonly string[], now: string): readonly string[] {
  return [...new Set(all)].filter((one) => one !== '' && one !== now).slice(0, MOST_KEPT);
}
