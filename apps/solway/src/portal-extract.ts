import { createHash, randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM } from '@solway/kernel';
import { writeCsv } from '@solway/sources';
import { appendEntries, type Database, matchedPeople, transaction } from '@solway/store';
import { LoadRefused } from './load-refused.ts';

export interface Extract {
  readonly people: number;
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
}

/** Who had the extract made, as the ledger names them. */
const BY = { id: 'solway:extract', name: 'Solway, by command or schedule' } as const;

/**
 * Writes the people whose link is in force, and who are not restricted, to a file: `chi,person_id`. That each of
 * them was in it is in the ledger before there is a file; a file that is there is whole.
 * @throws {LoadRefused} `load-not-granted`
 */
export async function writeExtract(
  db: Database,
  file: string,
  granted: () => boolean,
  at: Instant,
): Promise<Extract> {
  if (!granted())
    throw new LoadRefused(
      'load-not-granted',
      'no agreement in force lets health know who is known to social work',
    );
  const { text, people, digest } = await transaction(db, async (tx) => {
    const rows = await matchedPeople(tx);
    const made = writeCsv([['chi', 'person_id'], ...rows.map((row) => [row.chi, row.person_id])]);
    const sha = createHash('sha256').update(made).digest('hex');
    const common = {
      kind: 'export',
      what: 'extract',
      at,
      organisation: 'solway',
      correlationId: sha,
    } as const;
    await appendEntries(tx, [
      { entry: { ...common, id: randomUUID(), digest: sha, personal: { user: BY } } },
      ...rows.map((row) => ({
        chi: row.chi,
        entry: {
          ...common,
          id: randomUUID(),
          personal: {
            user: BY,
            subject: {
              identifiers: [
                { system: CHI_SYSTEM, value: row.chi },
                { system: MOSAIC_SYSTEM, value: row.person_id },
              ],
            },
            explanation: 'in the extract of matched people for the portal',
          },
        } as const,
      })),
    ]);
    return { text: made, people: rows.length, digest: sha };
  });
  const partial = `${file}.${randomUUID()}.part`;
  await writeFile(partial, text, { mode: 0o600 });
  await rename(partial, file);
  return { people, digest };
}
