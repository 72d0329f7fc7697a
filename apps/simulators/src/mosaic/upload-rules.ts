import { InvalidChiError, parseChi } from '@solway/kernel';
import type pg from 'pg';

export interface UploadRow {
  readonly key: string;
  readonly personId: string;
  readonly chi: string;
  readonly action: 'set' | 'withdraw';
}

export interface UploadResult {
  readonly key: string;
  readonly outcome: 'accepted' | 'rejected' | 'unchanged';
  readonly reason?: string;
}

interface Held {
  readonly nhs_id: string | null;
  readonly born: string | null;
  readonly restricted: string;
  readonly merged: boolean;
  readonly locked: boolean;
}

type Verdict = Omit<UploadResult, 'key'>;
const rejected = (reason: string): Verdict => ({ outcome: 'rejected', reason });

/**
 * Takes or refuses one row, in a transaction of its own. A key that was seen before is answered as it was then, and
 * nothing is done.
 */
export async function takeRow(client: pg.ClientBase, row: UploadRow): Promise<UploadResult> {
  await client.query('begin');
  try {
    // Of two deliveries of one row, or two rows with one number, at the same moment the second waits.
    await client.query('select pg_advisory_xact_lock(hashtext($1)), pg_advisory_xact_lock(1, hashtext($2))', [
      row.key,
      row.chi,
    ]);
    const before = await client.query('select outcome, reason from chi_uploads where upload_key = $1', [
      row.key,
    ]);
    const [seen] = before.rows as readonly { outcome: UploadResult['outcome']; reason: string | null }[];
    const verdict = seen ?? (await judge(client, row));
    if (seen === undefined) {
      if (verdict.outcome === 'accepted') await apply(client, row);
      await client.query(
        `insert into chi_uploads (upload_key, person_id, chi, action, outcome, reason) values ($1, $2, $3, $4, $5, $6)`,
        [row.key, row.personId, row.chi, row.action, verdict.outcome, verdict.reason ?? null],
      );
    }
    await client.query('commit');
    const { outcome, reason } = verdict;
    return { key: row.key, outcome, ...(reason == null ? {} : { reason }) };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function judge(client: pg.ClientBase, { personId, chi, action }: UploadRow): Promise<Verdict> {
  if (!/^[0-9]{1,18}$/.test(personId)) return rejected('person-unknown');
  const found = await client.query(
    `select nhs_id, to_char(date_of_birth, 'DDMMYY') as born, restricted,
       exists (select 1 from dm_merged_persons m where m.person_id = p.person_id) as merged,
       exists (select 1 from record_locks k where k.person_id = p.person_id) as locked
     from dm_persons p where person_id = $1 for update`,
    [personId],
  );
  const [held] = found.rows as readonly Held[];
  if (held === undefined) return rejected('person-unknown');
  if (held.merged) return rejected('person-merged');
  if (held.restricted !== 'N') return rejected('person-restricted');
  if (held.locked) return rejected('record-locked');
  if (action === 'withdraw') return { outcome: held.nhs_id === chi ? 'accepted' : 'unchanged' };
  if (held.nhs_id === chi) return { outcome: 'unchanged' };
  const wrong = wrongNumber(chi);
  if (wrong !== undefined) return rejected(wrong);
  if (held.born !== null && held.born !== chi.slice(0, 6)) return rejected('birth-date-disagrees');
  // Nine digits are the same number without its leading zero: that is put right.
  if (held.nhs_id !== null && held.nhs_id.padStart(10, '0') !== chi) return rejected('other-chi-held');
  const other = await client.query('select 1 from dm_persons where nhs_id = $1 and person_id <> $2 limit 1', [
    chi,
    personId,
  ]);
  return other.rowCount === 0 ? { outcome: 'accepted' } : rejected('chi-on-other-person');
}

function wrongNumber(chi: string): string | undefined {
  try {
    parseChi(chi);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidChiError) return 'check-digit-wrong';
    throw error;
  }
}

async function apply(client: pg.ClientBase, { personId, chi, action }: UploadRow): Promise<void> {
  await client.query('update dm_persons set nhs_id = $2 where person_id = $1', [
    personId,
    action === 'set' ? chi : null,
  ]);
}
