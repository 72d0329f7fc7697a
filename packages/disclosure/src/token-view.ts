import { createHash, randomUUID } from 'node:crypto';
import { type ChiNumber, type MosaicPersonId, parseViewId } from '@solway/kernel';
import {
  closeEarlierOfSession,
  type OpenedView,
  type SmartTokenRow,
  transaction,
  viewOfToken,
} from '@solway/store';
import { DisclosureError } from './error.ts';
import { appOrigin } from './host.ts';
import type { Walk } from './walk.ts';

/** A person by one side's own identifier: the health side's by CHI number, the council's by Mosaic id. */
export type NamedPerson = { readonly chi: ChiNumber } | { readonly personId: MosaicPersonId };

/**
 * The view that a FHIR client's request walks in: one token, one person, opened at the first request about them.
 * From here the walk is that of a page: `summarise` decides, fetches, records, and only then is there an answer.
 * @param correlationId of this request: a W3C `traceparent`, or any text
 * @throws {DisclosureError} `view-closed` where it was closed, or the host has moved on to another person
 */
export async function viewForToken(
  walk: Walk,
  token: SmartTokenRow,
  person: NamedPerson,
  correlationId: string,
): Promise<OpenedView> {
  const opened = await viewOfToken(walk.db, opening(walk, token, person, correlationId));
  if (opened === undefined)
    throw new DisclosureError('view-closed', 'this person is not open in the host any more');
  return { ...opened, view: { ...opened.view, correlation_id: correlationId } };
}

/** Opens the view of a token that is about one person as it is issued, and ends what its host session had open. */
export async function openBoundView(walk: Walk, token: SmartTokenRow, correlationId: string): Promise<void> {
  const person = boundPerson(token);
  if (person === undefined) return;
  const asked = opening(walk, token, person, correlationId);
  await transaction(walk.db, async (tx) => {
    await closeEarlierOfSession(tx, asked.view, asked.now);
    await viewOfToken(tx, asked);
  });
}

/** The one person that a token is about, where it is about one. */
export function boundPerson({
  chi,
  person_id: personId,
}: Pick<SmartTokenRow, 'chi' | 'person_id'>): NamedPerson | undefined {
  if (chi !== null) return { chi };
  return personId === null ? undefined : { personId };
}

function opening(
  walk: Walk,
  token: SmartTokenRow,
  person: NamedPerson,
  correlationId: string,
): Parameters<typeof viewOfToken>[1] {
  const named = 'chi' in person ? `chi:${person.chi}` : `mosaic:${person.personId}`;
  const handleHash = createHash('sha256').update(token.token_hash).update(named).digest();
  return {
    handleHash,
    tokenHash: token.token_hash,
    now: walk.clock(),
    view: {
      view_id: parseViewId(randomUUID()),
      client_id: token.client_id,
      organisation: token.organisation,
      origin: appOrigin(token.client_id),
      // A token of no launch may be about many people at once, each in a view that ends no other.
      host_session: boundPerson(token) === undefined ? handleHash.toString('base64url') : token.host_session,
      kind: 'summary',
      user_id: token.user_id,
      user_name: token.user_name,
      role: token.role,
      purpose: token.purpose,
      relationship: token.relationship,
      stated_purpose: token.stated_purpose,
      chi: 'chi' in person ? person.chi : null,
      person_id: 'personId' in person ? person.personId : null,
      correlation_id: correlationId,
      opened_at: token.issued_at,
      expires_at: token.expires_at,
    },
  };
}
