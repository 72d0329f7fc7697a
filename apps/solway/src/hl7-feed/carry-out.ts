import { applyChange, type Applied, type Rescoring } from '@solway/identity';
import { decodeMessage, Hl7Error, parseMessage, readRegisterChange } from '@solway/hl7v2';
import type { Instant } from '@solway/kernel';
import { type Database, lockStoredMessage, settleFeedMessage, transaction } from '@solway/store';

/** As `made_by` and a doubt name the register's feed. */
const FEED = 'feed:register';

/**
 * Carries out one stored message, with what becomes of it, in one transaction. Undefined where another has. A message
 * that tells of a protected earlier identity is not kept once it has been carried out.
 * @throws where the database fails: the message stays stored, and its turn comes again
 */
export async function carryOut(
  db: Database,
  rescoring: Rescoring,
  id: string,
  clock: () => Instant,
): Promise<Applied | { readonly state: 'rejected'; readonly reason: string } | undefined> {
  return transaction(db, async (tx) => {
    const stored = await lockStoredMessage(tx, id);
    if (stored?.raw == null) return undefined;
    const at = clock();
    try {
      const change = readRegisterChange(parseMessage(decodeMessage(stored.raw).text));
      const applied = await applyChange(tx, rescoring, change, { by: FEED, at });
      const reason = applied.state === 'rejected' ? applied.reason : undefined;
      await settleFeedMessage(tx, id, { state: applied.state, reason, at, forget: change.protected });
      return applied;
    } catch (error) {
      if (!(error instanceof Hl7Error)) throw error;
      await settleFeedMessage(tx, id, { state: 'rejected', reason: error.code, at });
      return { state: 'rejected', reason: error.code };
    }
  });
}
