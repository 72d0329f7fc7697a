-- The allow-list named users without their organisation, and two organisations may give out the same id. Where only
-- one has such a user it is theirs; any other entry goes until the list is read again, which is soon.
alter table restricted_access add column organisation text;
update restricted_access a set organisation = s.organisation
from (select user_id, min(organisation) as organisation from staff group by user_id having count(distinct organisation) = 1) s
where s.user_id = a.user_id;
delete from restricted_access where organisation is null;
alter table restricted_access alter column organisation set not null;
alter table restricted_access drop constraint restricted_access_pkey;
alter table restricted_access add primary key (person_id, organisation, user_id);

-- An earlier identity that the law protects: nothing is fetched of it, inferred from it, or matched to it.
alter table council_person add column protected_identity boolean not null default false;
alter table chi_person add column protected_identity boolean not null default false;
-- When the health side's source last said that a person may not be known of. It has no list to read, so this is
-- taken as so for a day, and then one look asks again.
alter table chi_person add column withheld_seen_at timestamptz;

-- When a source was last heard on who is restricted.
create table restriction_reading (
  source text primary key,
  read_at timestamptz not null
);
