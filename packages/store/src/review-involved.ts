import { onStaff } from './staff.ts';

/** The council records that a case `c` touches: its own, and each that shares a candidate with it. */
export const INVOLVED = `(select c.person_id union select o.person_id from link m join link o on o.chi = m.chi
    where m.person_id = c.person_id and m.state <> 'undone' and o.state <> 'undone')`;

/**
 * Whether a case touches a restricted person for whom user $1 (organisation:user) is not on the allow-list, or a
 * protected identity, for which nobody is: the council record itself, or another that shares a candidate with it,
 * since saying so would tell who is restricted.
 */
export const WITHHELD = `exists (select 1 from ${INVOLVED} involved (person_id)
  join council_person r on r.person_id = involved.person_id and (r.restricted or r.protected_identity)
  where r.protected_identity or not exists (select 1 from restricted_access a
    where a.person_id = r.person_id and a.organisation || ':' || a.user_id = $1))`;
/** Names of the organisation's stewards ($2) who are on every allow-list that the case needs. */
export const WHO_MAY = `array(select distinct s.name from staff s
  where s.organisation = $2 and s.role = 'data-steward' and ${onStaff('s')} and not exists (
    select 1 from ${INVOLVED} involved (person_id)
    join council_person r on r.person_id = involved.person_id and (r.restricted or r.protected_identity)
    where r.protected_identity or not exists (select 1 from restricted_access a
      where a.person_id = r.person_id and a.organisation = s.organisation and a.user_id = s.user_id))
  order by s.name)`;
