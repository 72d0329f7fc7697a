-- A client's search for people of its own organisation's register: by family name, or by date of birth.
create index chi_person_surname on chi_person (lower(surname) text_pattern_ops);
create index chi_person_birth_date on chi_person (birth_date);
create index council_person_surname on council_person (lower(surname) text_pattern_ops);
create index council_person_birth_date on council_person (birth_date);
