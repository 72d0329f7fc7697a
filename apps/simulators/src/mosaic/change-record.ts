import type pg from 'pg';
import { z } from 'zod';

const PersonId = z
  .string()
  .trim()
  .regex(/^[0-9]{1,18}$/, 'is to be a Mosaic id');
const Name = z.string().trim().min(1, 'is to be given').max(30);
const IsoDay = z.iso.date('is to be a date, YYYY-MM-DD');

/** What a worker does in Mosaic, as far as the other side can notice it. */
export const RecordChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('lock'), person: PersonId }),
  z.object({ change: z.literal('unlock'), person: PersonId }),
  z.object({ change: z.literal('restrict'), person: PersonId }),
  z.object({ change: z.literal('merge'), person: PersonId, into: PersonId }),
  z.object({ change: z.literal('name'), person: PersonId, forenames: Name, surname: Name }),
  z.object({ change: z.literal('birth-date'), person: PersonId, born: IsoDay }),
  z.object({
    change: z.literal('address'),
    person: PersonId,
    address: z.string().trim().min(1, 'is to be given').max(120),
    postcode: z.string().trim().max(16),
  }),
]);
export type RecordChange = z.infer<typeof RecordChange>;

/**
 * Makes the change, and the reporting copy is fresh from this moment. False where Mosaic holds nobody by that id, or
 * nobody to merge into.
 */
export async function changeRecord(pool: pg.Pool, change: RecordChange): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const done = await statementsOf(client, change);
    await client.query(
      `update watermarks set refreshed_at = now()
       where table_name in ('dm_persons', 'dm_addresses', 'dm_previous_names')`,
    );
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function statementsOf(client: pg.ClientBase, change: RecordChange): Promise<boolean> {
  const run = async (text: string, ...values: readonly string[]): Promise<boolean> =>
    ((await client.query(text, [change.person, ...values])).rowCount ?? 0) > 0;
  if (!(await run('select 1 from dm_persons where person_id = $1'))) return false;
  switch (change.change) {
    case 'lock':
      return run(
        `insert into record_locks values ($1, 'A worker') on conflict (person_id) do update set locked_by = 'A worker'`,
      );
    case 'unlock':
      await run('delete from record_locks where person_id = $1');
      return true;
    case 'restrict':
      return run(`update dm_persons set restricted = 'Y' where person_id = $1`);
    case 'merge':
      return run(
        `insert into dm_merged_persons select $1, person_id from dm_persons where person_id = $2 and person_id <> $1
         on conflict (person_id) do update set merged_into = excluded.merged_into`,
        change.into,
      );
    case 'name':
      await run(
        `insert into dm_previous_names select person_id, last_name, current_date from dm_persons
         where person_id = $1 and last_name is distinct from $2::text and last_name is not null`,
        change.surname,
      );
      return run(
        `update dm_persons set first_name = $2::text, last_name = $3::text,
           full_name = left($2::text || ' ' || $3::text, 80) where person_id = $1`,
        change.forenames,
        change.surname,
      );
    case 'birth-date':
      return run('update dm_persons set date_of_birth = $2 where person_id = $1', change.born);
    case 'address':
      await run(
        `update dm_addresses set end_date = current_date - 1, is_display_address = 'N'
         where person_id = $1 and end_date is null`,
      );
      return run(
        `insert into dm_addresses (person_id, address, post_code, start_date, is_contact_address, is_display_address)
         values ($1, $2, $3, current_date, 'Y', 'Y')`,
        change.address,
        change.postcode,
      );
  }
}
