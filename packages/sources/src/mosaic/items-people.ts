import { inForce, type MosaicQuery } from './query.ts';
import { mappingOf } from './row-reader.ts';

/**
 * Carers, next of kin, key holders and parents. A person who has a Mosaic record of their own and is restricted
 * there is marked so here too.
 */
export const keyPeople: MosaicQuery<'key-people'> = {
  rows: `select 'dm_personal_relationships/' || r.relationship_id as record_id, r.person_id,
  coalesce(r.other_name, o.full_name) as name, t.description as relationship,
  coalesce(r.other_telephone, (
    select n.telephone_number from dm_telephone_numbers n
    where n.person_id = r.other_person_id and n.telephone_number is not null
    order by n.telephone_number_type, n.telephone_number limit 1
  )) as telephone,
  r.parental_responsibility, r.is_informal_carer, r.is_next_of_kin, r.is_key_holder, r.end_date,
  case when r.other_person_id is null then 'N' else o.restricted end as other_restricted
from dm_personal_relationships r
left join dm_personal_rel_types t on t.rel_type_id = r.rel_type_id
left join dm_persons o on o.person_id = r.other_person_id
where r.person_id = p.person_id and ${inForce('r')}
  and 'Y' in (r.parental_responsibility, r.is_informal_carer, r.is_next_of_kin, r.is_key_holder)
order by (r.is_next_of_kin = 'Y') desc nulls last, (r.is_informal_carer = 'Y') desc nulls last, r.relationship_id`,
  tables: ['dm_personal_relationships', 'dm_telephone_numbers'],
  lookups: ['dm_personal_rel_types'],
  map: mappingOf('key-people', (row, read) => {
    const name = read.text(row['name'], 'name');
    if (name === undefined) return read.missing('name');
    const relationship = read.text(row['relationship'], 'relationship');
    if (relationship === undefined) return read.missing('relationship');
    read.dateIn('end_date');
    const roles = ROLES.flatMap(([column, role]) => (read.flag(column) === true ? [role] : []));
    return read.shown({ name, relationship, roles, phone: read.text(row['telephone'], 'telephone') });
  }),
};

const ROLES = [
  ['is_next_of_kin', 'next of kin'],
  ['is_informal_carer', 'informal carer'],
  ['is_key_holder', 'key holder'],
  ['parental_responsibility', 'parental responsibility'],
] as const;
