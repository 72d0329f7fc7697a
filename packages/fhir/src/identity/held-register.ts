import { chiCandidate, ChiRegister } from '@solway/identity';
import { type Database, readChiPeople, registerStamp } from '@solway/store';

const LOOKED_AGAIN_MS = 60_000;

/**
 * The CHI register in memory, for matching one person at a time: read when it is first asked for, and again after
 * another has been loaded.
 */
export function heldRegister(db: Database, nowMs: () => number): () => Promise<ChiRegister> {
  let held: { readonly stamp: string; readonly register: Promise<ChiRegister> } | undefined;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (held !== undefined && nowMs() - lookedAtMs < LOOKED_AGAIN_MS) return held.register;
    const stamp = await registerStamp(db);
    lookedAtMs = nowMs();
    if (held?.stamp !== stamp) {
      const register = readChiPeople(db).then((rows) => new ChiRegister(rows.map(chiCandidate)));
      held = { stamp, register };
      // One that could not be read is not kept.
      register.catch(() => (held = undefined));
    }
    return held.register;
  };
}
