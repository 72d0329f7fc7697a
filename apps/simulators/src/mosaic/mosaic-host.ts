import type pg from 'pg';
import { BASE_STYLE } from '../host/base-style.ts';
import type { HostSystem, OpenPerson, PersonToTry } from '../host/host-system.ts';
import { html, type Html } from '../host/html.ts';
import { dateText } from '../host/pages.ts';
import type { StaffMember } from '../population/staff.ts';
import { findPerson, mayOpenRestricted, peopleToTry, searchPeople } from './person-queries.ts';

const MOST_FOUND = 50;

/** The council's Mosaic, as a host of the NHS viewer. */
export function mosaicHost(pool: pg.Pool, staff: readonly StaffMember[]): HostSystem {
  let toTry: readonly PersonToTry[] | undefined;
  return {
    clientId: 'mosaic',
    name: 'Mosaic',
    organisation: 'council',
    personWord: 'person',
    numberWord: 'Mosaic id',
    viewerSection: { key: 'nhs', title: 'NHS summary', frameTitle: 'NHS summary' },
    searchHint: 'Surname, forename; or Mosaic id',
    stylesheet: MOSAIC_STYLE,
    staff: staff.filter((one) => one.organisation === 'council'),
    search: async (text) => (await searchPeople(pool, text, MOST_FOUND)).map((one) => one.line),
    open: (id, user) => openPerson(pool, id, user),
    peopleToTry: async () => (toTry ??= await peopleToTry(pool)),
  };
}

async function openPerson(pool: pg.Pool, id: string, user: StaffMember): Promise<OpenPerson | undefined> {
  const found = await findPerson(pool, id);
  if (found === undefined) return undefined;
  const { line, died, restricted } = found;
  const born = await birthDateOf(pool, id);
  return {
    line,
    ...(died === null ? {} : { deathDate: died }),
    access: restricted && !(await mayOpenRestricted(pool, id, user.userId)) ? 'closed' : 'open',
    subject: { mosaicId: id, ...(born === undefined ? {} : { birthDate: born }) },
    sections: [
      { key: 'details', title: 'Details', content: () => details(pool, id) },
      { key: 'involvement', title: 'Involvement', content: () => involvement(pool, id) },
      { key: 'notes', title: 'Case notes', content: () => notes(pool, id) },
      { key: 'nhs', title: 'NHS summary' },
    ],
  };
}

async function birthDateOf(pool: pg.Pool, id: string): Promise<string | undefined> {
  const rows = await texts(
    pool,
    "select coalesce(to_char(date_of_birth, 'YYYY-MM-DD'), '') as a, '' as b from dm_persons where person_id = $1",
    id,
  );
  return rows[0]?.a === '' ? undefined : rows[0]?.a;
}

interface TwoTexts {
  readonly a: string;
  readonly b: string;
}

async function texts(pool: pg.Pool, sql: string, id: string): Promise<readonly TwoTexts[]> {
  return (await pool.query(sql, [id])).rows as readonly TwoTexts[];
}

function table(title: string, rows: readonly TwoTexts[]): Html {
  if (rows.length === 0)
    return html`<h2>${title}</h2>
      <p>None recorded.</p>`;
  return html`<h2>${title}</h2>
    <table>
      <tbody>
        ${rows.map(
          ({ a, b }) =>
            html`<tr>
              <th scope="row">${a.slice(0, 300)}</th>
              <td>${b.slice(0, 2000)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

async function details(pool: pg.Pool, id: string): Promise<Html> {
  const addresses = await texts(
    pool,
    `select case when end_date is null then 'Present' else 'Former' end as a,
       concat_ws(', ', address, post_code) as b from dm_addresses where person_id = $1`,
    id,
  );
  const telephones = await texts(
    pool,
    "select coalesce(telephone_number_type, 'Telephone') as a, coalesce(telephone_number, '') as b from dm_telephone_numbers where person_id = $1",
    id,
  );
  const people = await texts(
    pool,
    `select t.description as a, coalesce(o.full_name, r.other_name, 'Not known') as b
     from dm_personal_relationships r join dm_personal_rel_types t using (rel_type_id)
     left join dm_persons o on o.person_id = r.other_person_id where r.person_id = $1`,
    id,
  );
  return html`${table('Addresses', addresses)}${table('Telephone', telephones)}${table('People', people)}`;
}

async function involvement(pool: pg.Pool, id: string): Promise<Html> {
  const teams = await texts(
    pool,
    `select case when i.end_date is null then 'Open' else 'Closed' end as a,
       concat_ws(', ', concat_ws(' ', w.first_names, w.last_names), g.name) as b
     from involvements i join organisations g using (organisation_id) left join workers w using (worker_id)
     where i.person_id = $1`,
    id,
  );
  const services = await texts(
    pool,
    `select service as a, concat_ws(', ', status, frequency) as b from care_packages where person_id = $1 limit 50`,
    id,
  );
  const alerts = await texts(
    pool,
    `select label as a, coalesce(detail, '') as b from alerts where person_id = $1 and end_date is null limit 50`,
    id,
  );
  const registrations = await texts(
    pool,
    `select registration_type as a, concat_ws(', ', status, placement) as b from registrations
     where person_id = $1 and end_date is null`,
    id,
  );
  return html`${table('Team', teams)}${table('Registrations', registrations)}${table('Services', services)}${table('Alerts', alerts)}`;
}

async function notes(pool: pg.Pool, id: string): Promise<Html> {
  const rows = await texts(
    pool,
    `select coalesce(to_char(effective_date, 'YYYY-MM-DD'), '') as a, concat_ws(': ', title, left(note, 2000)) as b
     from case_notes where person_id = $1 order by effective_date desc limit 50`,
    id,
  );
  return table(
    'Case notes',
    rows.map(({ a, b }) => ({ a: dateText(a), b })),
  );
}

const MOSAIC_STYLE = `${BASE_STYLE}
body{font:13px/1.45 Verdana,Geneva,sans-serif;background:#f1f1f1;color:#222}
.top{background:#d4d4d4;border-bottom:2px solid #8c8c8c}.product{color:#222;font-size:1.15em;letter-spacing:.02em}
.person{background:#e6e6e6;border-bottom:1px solid #b5b5b5}.person.dead{background:repeating-linear-gradient(135deg,#cfcfcf 0 8px,#e6e6e6 8px 16px)}
.columns nav{background:#e0e0e0;border-right:1px solid #b5b5b5}.columns nav a{color:#222}
.columns nav a[aria-current]{background:#f1f1f1;font-weight:bold;border-left:4px solid #666}
a{color:#1a4a7a}button{background:#eee;border:1px solid #777;border-radius:0}.refused h2{color:#8f0e20}
`;
