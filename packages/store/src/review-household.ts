import type { ChiNumber, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { Queryable } from './database.ts';
import { keptFrom } from './kept-from.ts';
import { actorOf, type ReviewReader } from './review.ts';

/** Somebody at one of the postcodes that a case is about, on one of the two sides. */
export interface NeighbourRow {
  readonly side: 'council' | 'chi';
  readonly number: MosaicPersonId | ChiNumber;
  readonly surname: string;
  readonly forenames: string;
  readonly birth_date: IsoDate | null;
  readonly sex: 'male' | 'female' | null;
  readonly address: string | null;
}

/** A street of people says nothing about a household. */
const MOST = 60;

/**
 * Everybody at these postcodes, on both sides, save those of whom this reader may not know: a restricted person is on
 * neither list, and nothing says that somebody was left out.
 * @param postcodes in capitals, without spaces
 */
export async function neighbours(
  db: Queryable,
  reader: ReviewReader,
  postcodes: readonly string[],
): Promise<readonly NeighbourRow[]> {
  if (postcodes.length === 0) return [];
  const found = await db.query<NeighbourRow>(
    `(select 'council' as side, p.person_id as number, p.surname, p.forenames, p.birth_date, p.sex,
        (select one ->> 'address' from jsonb_array_elements(p.addresses) one where one ->> 'current' = 'true'
          and upper(regexp_replace(one ->> 'postcode', '[^A-Za-z0-9]', '', 'g')) = any ($2) limit 1) as address
      from council_person p where current_postcodes(p.addresses) && $2 and not ${keptFrom('p', '$1')}
      order by p.surname, p.forenames, p.person_id limit ${MOST})
     union all
     (select 'chi', c.chi, c.surname, array_to_string(c.forenames, ' '), c.birth_date, c.sex, c.address
      from chi_person c where upper(regexp_replace(c.postcode, '[^A-Za-z0-9]', '', 'g')) = any ($2)
        and not c.protected_identity and c.death_date is null and not exists (
          select 1 from link l join council_person p on p.person_id = l.person_id
          where l.chi = c.chi and l.state <> 'undone' and ${keptFrom('p', '$1')})
      order by c.surname, c.forenames, c.chi limit ${MOST})`,
    [actorOf(reader), postcodes],
  );
  return found.rows;
}
