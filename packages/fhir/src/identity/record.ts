import { randomUUID } from 'node:crypto';
import type { NamedPerson } from '@solway/disclosure';
import { CHI_SYSTEM, MOSAIC_SYSTEM } from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import { appendEntry } from '@solway/store';
import type { Caller } from '../caller.ts';
import type { FhirService } from '../service.ts';

/**
 * Writes the entry for a question about who somebody is. When it returns, the answer may be released: what a client
 * learns of people in this way is theirs to have, and is held to account all the same.
 */
export async function recordIdentityQuery(
  { walk }: FhirService,
  { token, traceparent }: Caller,
  query: EntryOf<'identity-query'>['query'],
  people: readonly NamedPerson[],
): Promise<void> {
  const identifiers = people.map((one) =>
    'chi' in one ? { system: CHI_SYSTEM, value: one.chi } : { system: MOSAIC_SYSTEM, value: one.personId },
  );
  const [first] = people;
  await appendEntry(
    walk.db,
    {
      id: randomUUID(),
      kind: 'identity-query',
      at: walk.clock(),
      organisation: token.organisation,
      correlationId: traceparent,
      client: token.client_id,
      purpose: token.purpose,
      by: { organisation: token.organisation, role: token.role },
      query,
      found: people.length,
      personal: {
        user: { id: token.user_id, name: token.user_name },
        ...(identifiers.length === 0 ? {} : { subject: { identifiers } }),
      },
    },
    people.length === 1 && first !== undefined && 'chi' in first ? { chi: first.chi } : {},
  );
}
