import {
  type CouncilChanges,
  type CouncilPersonRow,
  linksOf,
  type Queryable,
  takeCouncilPeople,
} from '@solway/store';
import { raiseAll, raiseProtectedSince, type Raising } from '../doubt.ts';
import { type Rescored, type Rescoring, rescore } from './rescore.ts';

const AT_ONCE = 500;

/**
 * Takes the council's people as Mosaic holds them now, in the caller's transaction: every record that changed is
 * scored again, a link to a record that is gone is put in doubt, and so is one that the model made of somebody who has
 * come under protection since.
 */
export async function takeCouncilChanges(
  tx: Queryable,
  rescoring: Rescoring,
  rows: AsyncIterable<CouncilPersonRow>,
  raising: Raising,
): Promise<CouncilChanges & Rescored> {
  const changes = await takeCouncilPeople(tx, rows, raising.at);
  const sum = { doubted: 0, linked: 0, review: 0 };
  for (let i = 0; i < changes.changed.length; i += AT_ONCE) {
    const done = await rescore(tx, rescoring, changes.changed.slice(i, i + AT_ONCE), raising);
    sum.doubted += done.doubted;
    sum.linked += done.linked;
    sum.review += done.review;
  }
  const orphaned = (await linksOf(tx, { personIds: changes.gone })).filter((one) => one.state === 'in-force');
  sum.doubted += await raiseAll(
    tx,
    orphaned.map((one) => ({ linkId: one.id, reason: 'record-gone', detail: {} })),
    raising,
  );
  sum.doubted += await raiseProtectedSince(tx, raising);
  return { ...changes, ...sum };
}
