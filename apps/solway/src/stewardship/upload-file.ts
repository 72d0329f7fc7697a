import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, MOSAIC_SYSTEM } from '@solway/kernel';
import { UPLOAD_COLUMNS, writeCsv } from '@solway/sources';
import { appendEntries, chiDifferences, hiddenAmong, type OpenedView, transaction } from '@solway/store';
import { LoadRefused } from '../load-refused.ts';
import type { ServerParts } from '../server.ts';
import { stewardOf } from './who.ts';

/**
 * What a load would send now, as a file to be loaded in Mosaic by hand; without those whom this steward may not know
 * of. That each number was given is in the ledger before this returns.
 * @throws {LoadRefused} `load-not-granted`
 */
export async function uploadFile(parts: ServerParts, opened: OpenedView): Promise<string> {
  const { db, clock } = parts.walk;
  if (parts.loading?.granted() !== true)
    throw new LoadRefused('load-not-granted', 'no agreement in force lets CHI numbers go to the council');
  const { organisation, userId, name, role, correlationId } = stewardOf(opened);
  return transaction(db, async (tx) => {
    const all = await chiDifferences(tx);
    const hidden = await hiddenAmong(
      tx,
      `${organisation}:${userId}`,
      all.map((row) => row.person_id),
    );
    const rows = all.filter((row) => !hidden.has(row.person_id));
    const at = clock();
    const entries = rows
      .filter((row) => row.action === 'set')
      .map((row) => ({
        chi: row.chi as never,
        entry: {
          id: randomUUID(),
          kind: 'export',
          at,
          organisation,
          correlationId,
          what: 'extract',
          by: { organisation, role },
          personal: {
            user: { id: userId, name },
            subject: {
              identifiers: [
                { system: CHI_SYSTEM, value: row.chi },
                { system: MOSAIC_SYSTEM, value: row.person_id },
              ],
            },
            explanation: 'CHI number in an upload file for Mosaic',
          },
        } as const,
      }));
    await appendEntries(tx, entries);
    return writeCsv([UPLOAD_COLUMNS, ...rows.map((row) => [row.person_id, row.chi, row.action])]);
  });
}
