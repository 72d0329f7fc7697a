import type { ChiNumber, Instant, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { Queryable } from './database.ts';
import { type DoubtRow, openDoubts } from './doubts.ts';
import { type LinkRow, type LinkState, linksOf } from './links.ts';
import type { ChiPersonRow, CouncilPersonRow } from './people.ts';

/** Another council record that stands in a pair with one of the candidates. */
export interface ElsewhereRow {
  readonly chi: ChiNumber;
  readonly person_id: MosaicPersonId;
  readonly state: LinkState;
  readonly surname: string | null;
  readonly forenames: string | null;
  readonly birth_date: IsoDate | null;
}

/** All that a decision about one council record rests on. Two readings that are equal rest on the same. */
export interface ReviewFacts {
  readonly personId: MosaicPersonId;
  /** Null where the council's extract holds the record no longer. */
  readonly council: CouncilPersonRow | null;
  /** Every pair, undone ones too, the heaviest first. */
  readonly links: readonly LinkRow[];
  /** The people on the CHI register whom a pair names. */
  readonly people: readonly ChiPersonRow[];
  readonly elsewhere: readonly ElsewhereRow[];
  /** What makes a pair in force doubtful. */
  readonly doubts: readonly DoubtRow[];
}

const COUNCIL = `person_id, title, forenames, surname, known_as, previous_surnames, birth_date, sex, addresses,
  telephones, context, restricted, protection, chi_held`;
const CHI = `chi, surname, forenames, known_as, birth_surname, previous_surnames, mother_birth_surname, birth_date, sex,
  death_date, address, postcode, previous_postcodes, gp_practice`;

export async function reviewFacts(db: Queryable, personId: MosaicPersonId): Promise<ReviewFacts> {
  const council = await db.query<CouncilPersonRow>(
    `select ${COUNCIL} from council_person where person_id = $1`,
    [personId],
  );
  const links = await linksOf(db, { personIds: [personId] });
  const chis = links.map((link) => link.chi);
  const people = await db.query<ChiPersonRow>(
    `select ${CHI} from chi_person where chi = any ($1) order by chi`,
    [chis],
  );
  const elsewhere = await db.query<ElsewhereRow>(
    `select l.chi, l.person_id, l.state, p.surname, p.forenames, p.birth_date
     from link l left join council_person p on p.person_id = l.person_id
     where l.chi = any ($1) and l.person_id <> $2 and l.state <> 'undone' order by l.chi, l.person_id`,
    [chis, personId],
  );
  return {
    personId,
    council: council.rows[0] ?? null,
    links: [...links].sort((a, b) => b.match_weight - a.match_weight || (a.chi < b.chi ? -1 : 1)),
    people: people.rows,
    elsewhere: elsewhere.rows,
    doubts: await openDoubts(db, personId),
  };
}

/**
 * Takes the locks that a decision needs, always in this order: the pairs of the record, then its case. Whoever
 * else judges or suspends these pairs waits.
 */
export async function lockCase(
  tx: Queryable,
  id: string,
): Promise<
  | {
      readonly person_id: MosaicPersonId;
      readonly open: boolean;
      readonly claimed_by: string | null;
      readonly claimed_until: Instant | null;
    }
  | undefined
> {
  await tx.query(
    `select l.id from link l join review_case c on c.person_id = l.person_id where c.id = $1 order by l.id for update of l`,
    [id],
  );
  const locked = await tx.query<{
    person_id: MosaicPersonId;
    open: boolean;
    claimed_by: string | null;
    claimed_until: Instant | null;
  }>('select person_id, open, claimed_by, claimed_until from review_case where id = $1 for update', [id]);
  return locked.rows[0];
}

/** Ends the claim on a case that has been decided. */
export async function markDecided(db: Queryable, id: string, by: string, at: Instant): Promise<void> {
  await db.query(
    `update review_case set decided_by = $2, decided_at = $3, claimed_by = null, claimed_name = null, claimed_until = null
     where id = $1`,
    [id, by, at],
  );
}

/** Puts a case behind all others, with what it waits for. */
export async function deferCase(
  db: Queryable,
  id: string,
  note: { readonly byName: string; readonly text: string },
  at: Instant,
): Promise<void> {
  await db.query('update review_case set deferred_at = $2 where id = $1', [id, at]);
  await db.query('insert into review_note (case_id, at, by_name, note) values ($1, $2, $3, $4)', [
    id,
    at,
    note.byName,
    note.text,
  ]);
}

export interface ReviewNoteRow {
  readonly at: Instant;
  readonly by_name: string;
  readonly note: string;
}

export async function reviewNotes(db: Queryable, id: string): Promise<readonly ReviewNoteRow[]> {
  const found = await db.query<ReviewNoteRow>(
    'select at, by_name, note from review_note where case_id = $1 order by at desc limit 20',
    [id],
  );
  return found.rows;
}
