import { randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import { appendEntry, whyNotOpened } from '@solway/store';
import { DisclosureError } from './error.ts';
import type { Walk } from './walk.ts';

/**
 * A handle that would not open: why, in the ledger and to whoever tried.
 * @throws {DisclosureError} `handle-…`, always
 */
export async function refuseHandle(
  walk: Walk,
  handleHash: Buffer,
  origin: string | undefined,
  now: Instant,
): Promise<never> {
  const { reason, launch } = await whyNotOpened(walk.db, handleHash, origin, now);
  if (reason === 'unknown-handle' && walk.isOneOfMany?.(reason) === true)
    throw new DisclosureError('handle-unknown', 'this handle is not one of ours');
  await appendEntry(walk.db, {
    id: randomUUID(),
    kind: 'launch-refused',
    at: now,
    organisation: launch?.organisation ?? 'solway',
    reason,
    ...(launch === undefined
      ? { personal: null }
      : {
          client: launch.client_id,
          purpose: launch.purpose,
          by: { organisation: launch.organisation, role: launch.role },
          personal: { user: { id: launch.user_id, name: launch.user_name } },
        }),
  });
  switch (reason) {
    case 'unknown-handle':
      throw new DisclosureError('handle-unknown', 'this handle is not one of ours');
    case 'replayed':
      throw new DisclosureError('handle-used', 'this handle has been used');
    case 'expired':
      throw new DisclosureError('handle-expired', 'this handle is past its time');
    case 'wrong-origin':
      throw new DisclosureError('handle-wrong-origin', 'this handle was made for another page');
  }
}
