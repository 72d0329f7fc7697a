import type { ChiNumber, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { LinkState } from './links.ts';
import { onStaff } from './staff.ts';

/** What a decision about one user and one person rests on, read in one statement. */
export interface ViewContext {
  /** The person on the CHI register, where the host named a CHI number or a link in force leads to one. */
  readonly patient: {
    readonly chi: ChiNumber;
    readonly surname: string;
    readonly forenames: readonly string[];
    readonly sex: 'male' | 'female' | null;
    readonly birthDate: IsoDate | null;
    readonly deathDate: IsoDate | null;
  } | null;
  /** The council's record, where the host named a Mosaic person. */
  readonly councilPerson: {
    readonly personId: MosaicPersonId;
    readonly title: string | null;
    readonly surname: string;
    readonly forenames: string;
    readonly sex: 'male' | 'female' | null;
    readonly birthDate: IsoDate | null;
    readonly restricted: boolean;
    readonly allowListed: boolean;
    readonly protectedIdentity: boolean;
  } | null;
  /** Every pair of this person that is not undone. */
  readonly links: readonly {
    readonly id: string;
    readonly personId: MosaicPersonId;
    readonly chi: ChiNumber;
    readonly state: LinkState;
    readonly restricted: boolean;
    /** This user is on the restricted person's allow-list. */
    readonly allowListed: boolean;
    /** The health side's own restriction, which has no allow-list. */
    readonly restrictedByHealth: boolean;
    /** Either of the two records is of an earlier identity that the law protects. */
    readonly protectedIdentity: boolean;
  }[];
  /** Objections that were upheld, each to what one party shares; `items` null is everything. */
  readonly objections: readonly { readonly holder: string; readonly items: readonly string[] | null }[];
  /** The user in their own organisation's directory, in the role they act in; null where it does not vouch. */
  readonly staff: { readonly trainingCompleted: IsoDate | null } | null;
}

/** This user, of this organisation, is on the allow-list of the person in the row of this name. */
const listed = (row: string): string =>
  `exists (select 1 from restricted_access a where a.person_id = ${row}.person_id
      and a.organisation = s.organisation and a.user_id = s.user_id)`;

/**
 * A select of one `context` for each row of a relation `s` with columns chi, person_id, organisation, user_id, role.
 */
export const CONTEXT_SQL = `jsonb_build_object(
  'patient', (select jsonb_build_object('chi', c.chi, 'surname', c.surname, 'forenames', c.forenames, 'sex', c.sex,
      'birthDate', c.birth_date, 'deathDate', c.death_date)
    from chi_person c where c.chi = coalesce(s.chi,
      (select l.chi from link l where l.person_id = s.person_id and l.state = 'in-force'))),
  'councilPerson', (select jsonb_build_object('personId', p.person_id, 'title', p.title, 'surname', p.surname,
      'forenames', p.forenames, 'sex', p.sex, 'birthDate', p.birth_date, 'restricted', p.restricted,
      'protectedIdentity', p.protected_identity, 'allowListed', ${listed('p')})
    from council_person p where p.person_id = s.person_id),
  'links', coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'personId', l.person_id, 'chi', l.chi,
      'state', l.state, 'restricted', p.restricted, 'allowListed', ${listed('l')},
      'restrictedByHealth', coalesce(c.withheld_seen_at > now() - interval '1 day', false),
      'protectedIdentity', p.protected_identity or coalesce(c.protected_identity, false)) order by l.person_id, l.chi)
    from link l join council_person p on p.person_id = l.person_id left join chi_person c on c.chi = l.chi
    where (l.chi = s.chi or l.person_id = s.person_id) and l.state <> 'undone'), '[]'::jsonb),
  'objections', coalesce((select jsonb_agg(jsonb_build_object('holder', o.holder, 'items', o.items) order by o.id)
    from objection o where o.outcome = 'upheld' and (o.chi = s.chi or o.person_id = s.person_id
      or o.chi in (select l.chi from link l where l.person_id = s.person_id and l.state = 'in-force')
      or o.person_id in (select l.person_id from link l where l.chi = s.chi and l.state = 'in-force'))), '[]'::jsonb),
  'staff', (select jsonb_build_object('trainingCompleted', t.training_completed) from staff t
    where t.organisation = s.organisation and t.user_id = s.user_id and t.role = s.role and ${onStaff('t')}))`;
