import type { Instant } from '@solway/kernel';
import {
  chiDifferences,
  type Database,
  hiddenAmong,
  loadByDigest,
  type LoadRowKey,
  lockLoads,
  type NewLoadRow,
  numbersLeftBehind,
  rejectedRows,
  storeLoad,
  transaction,
} from '@solway/store';
import { type Steward, stewardId } from '../steward.ts';

/** Why a row is refused here and never sent. Mosaic's own reasons are in `UPLOAD_REASONS`. */
export type OwnReason =
  /** To be set, and there is no link in force for that very pair. */
  | 'not-linked'
  /** To be withdrawn, and the link is in force: a link is undone by a decision, not by a file. */
  | 'link-in-force'
  /** The same person, number and action stand on an earlier row. */
  | 'row-doubled'
  /** Sent three times, and Mosaic never said what became of it. */
  | 'not-answered';

/** What came of asking for a load. */
export type MadeLoad =
  | { readonly made: 'load'; readonly id: string; readonly rows: number }
  /** That very file was sent before, and this is what it became: nothing was stored a second time. */
  | { readonly made: 'before'; readonly id: string }
  | { readonly made: 'nothing' };

/** Who asks, as it is kept: a steward, or the schedule. */
export type LoadAsker = Steward | 'schedule';

const nameOf = (by: LoadAsker): string => (by === 'schedule' ? 'solway:schedule' : stewardId(by));

/** Stores everything in which Mosaic and our links differ, as one load to be sent. */
export async function loadChanges(db: Database, by: LoadAsker, at: Instant): Promise<MadeLoad> {
  return transaction(db, async (tx) => {
    await lockLoads(tx);
    const rows = numbered(await chiDifferences(tx));
    if (rows.length === 0) return { made: 'nothing' };
    const id = await storeLoad(tx, { origin: 'changes', by: nameOf(by), at }, rows);
    return id === undefined ? { made: 'nothing' } : { made: 'load', id, rows: rows.length };
  });
}

/** Takes back what undone links have left in Mosaic, once for each; without being asked. */
export async function loadUndone(db: Database, at: Instant): Promise<MadeLoad> {
  if ((await numbersLeftBehind(db)).length === 0) return { made: 'nothing' };
  return transaction(db, async (tx) => {
    await lockLoads(tx);
    const rows = numbered(await numbersLeftBehind(tx));
    if (rows.length === 0) return { made: 'nothing' };
    const id = await storeLoad(tx, { origin: 'undone', by: 'solway:undo', at }, rows);
    return id === undefined ? { made: 'nothing' } : { made: 'load', id, rows: rows.length };
  });
}

/** The rejected rows of a load once more, but for those that something later has settled. */
export async function loadAgain(
  db: Database,
  steward: Steward,
  loadId: string,
  at: Instant,
): Promise<MadeLoad> {
  return transaction(db, async (tx) => {
    await lockLoads(tx);
    const rows = numbered(await rejectedRows(tx, loadId));
    if (rows.length === 0) return { made: 'nothing' };
    const id = await storeLoad(tx, { origin: 'again', by: stewardId(steward), at }, rows);
    return id === undefined ? { made: 'nothing' } : { made: 'load', id, rows: rows.length };
  });
}

/**
 * Stores a steward's file, every row of it: one that can't be sent is rejected with its reason. A row about somebody
 * whom this steward may not know of reads as one about nobody linked.
 * @param digest SHA-256 of the file in hex: the same file again is not stored again
 */
export async function loadFile(
  db: Database,
  steward: Steward,
  file: { readonly digest: string; readonly rows: readonly NewLoadRow[] },
  at: Instant,
): Promise<MadeLoad> {
  return transaction(db, async (tx) => {
    await lockLoads(tx);
    const hidden = await hiddenAmong(tx, stewardId(steward), [
      ...new Set(file.rows.map((row) => row.person_id)),
    ]);
    const rows = withoutDoubles(file.rows).map((row) =>
      row.reason === undefined && hidden.has(row.person_id) ? { ...row, reason: 'not-linked' } : row,
    );
    const load = { origin: 'file', digest: file.digest, by: stewardId(steward), at } as const;
    const id = await storeLoad(tx, load, rows);
    if (id !== undefined) return { made: 'load', id, rows: rows.length };
    const before = await loadByDigest(tx, file.digest);
    return before === undefined ? { made: 'nothing' } : { made: 'before', id: before };
  });
}

function numbered(rows: readonly LoadRowKey[]): readonly NewLoadRow[] {
  return rows.map((row, index) => ({ ...row, number: index + 1 }));
}

function withoutDoubles(rows: readonly NewLoadRow[]): readonly NewLoadRow[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    if (row.reason !== undefined) return row;
    const key = `${row.action} ${row.person_id} ${row.chi}`;
    if (seen.has(key)) return { ...row, reason: 'row-doubled' satisfies OwnReason };
    seen.add(key);
    return row;
  });
}
