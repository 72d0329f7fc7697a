-- Who else is at an address: postcodes as they compare, of the addresses that are current.
create function current_postcodes(addresses jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct code), '{}') from (
    select upper(regexp_replace(one ->> 'postcode', '[^A-Za-z0-9]', '', 'g')) as code
    from jsonb_array_elements(case jsonb_typeof(addresses) when 'array' then addresses else '[]' end) one
    where one ->> 'current' = 'true' and one ->> 'postcode' <> '') codes
  where code <> ''
$$;
create index council_person_household on council_person using gin (current_postcodes(addresses));
create index chi_person_household on chi_person (upper(regexp_replace(postcode, '[^A-Za-z0-9]', '', 'g')));
