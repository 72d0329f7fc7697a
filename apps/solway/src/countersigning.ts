import type { KeyObject } from 'node:crypto';
import { type Keyring, keyring, LedgerError, verifySignedHead } from '@solway/ledger';
import { type Database, latestCountersignedHead, latestHead } from '@solway/store';
import type { GlassModel } from '@solway/web';
import type { WitnessRegistration } from './witness-client.ts';

/** What a page needs in order to say truly who vouches for the ledger. */
export interface Countersigning {
  readonly by: string;
  readonly keys: Keyring;
}

/** @throws {LedgerError} key-invalid, keys-not-distinct */
export function countersigningOf(witness: WitnessRegistration, logKey: KeyObject): Countersigning {
  return { by: witness.name, keys: keyring({ log: [logKey], witness: [witness.key] }) };
}

/**
 * How the ledger stands now. A head counts as countersigned when both signatures hold under the keys of the
 * configuration, whatever the database says of it.
 * @param waiting entries that have no place in the tree yet
 */
export async function ledgerStanding(
  db: Database,
  waiting: number,
  countersigning: Countersigning | undefined,
): Promise<GlassModel['ledger']> {
  const [newest, countersigned] = await Promise.all([latestHead(db), latestCountersignedHead(db)]);
  const size = newest?.head.head.treeSize ?? 0;
  const isProved =
    countersigning !== undefined && countersigned !== undefined && holds(countersigned.head, countersigning);
  return {
    size,
    ...(newest === undefined ? {} : { rootHash: newest.head.head.rootHash }),
    ...(isProved && countersigned.countersigned_at !== null
      ? { countersignedAt: countersigned.countersigned_at, countersignedBy: countersigning.by }
      : {}),
    notYetCountersigned: waiting + size - (isProved ? countersigned.head.head.treeSize : 0),
  };
}

function holds(head: Parameters<typeof verifySignedHead>[0], { keys }: Countersigning): boolean {
  try {
    return verifySignedHead(head, keys) === 'countersigned';
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}
