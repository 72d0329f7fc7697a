import { neighbours, type NeighbourRow, type Queryable, type ReviewFacts } from '@solway/store';
import { foldPostcode } from './name.ts';
import type { Steward } from './steward.ts';

/** Who else lives where the people of a case do: what tells twins, and a father from his son. */
export interface Household {
  /** Others at the house of the council's record or of a candidate, on either side. */
  readonly others: readonly NeighbourRow[];
  /** Others of whom there were too many to list, as in a care home. */
  readonly more: number;
}

const MOST_SHOWN = 12;

/** Everybody at the same house and postcode, save the people of the case themselves, and any whom the reader may not know of. */
export async function householdOf(db: Queryable, steward: Steward, facts: ReviewFacts): Promise<Household> {
  const places = [
    ...(facts.council?.addresses.filter((one) => one.current) ?? []),
    ...facts.people.map(({ address, postcode }) => ({ address, postcode })),
  ];
  const postcodes = new Set(
    places.flatMap(({ postcode }) => (postcode === null ? [] : (foldPostcode(postcode) ?? []))),
  );
  const houses = new Set(places.flatMap(({ address }) => houseOf(address) ?? []));
  const own = new Set<string>([facts.personId, ...facts.links.map((one) => one.chi)]);
  const others = (await neighbours(db, steward, [...postcodes])).filter((one) => {
    const house = houseOf(one.address);
    return !own.has(one.number) && house !== undefined && houses.has(house);
  });
  return { others: others.slice(0, MOST_SHOWN), more: Math.max(0, others.length - MOST_SHOWN) };
}

/** What names a house within its postcode: the first line's letters and figures, `1highstreet`; undefined of none. */
function houseOf(address: string | null): string | undefined {
  const line = (address ?? '').split(',')[0] ?? '';
  const folded = line.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return folded === '' ? undefined : folded;
}
