import type { Brand } from './brand.ts';
import { SolwayError } from './error.ts';

/** The council system's own identifier of a person (Mosaic `dm_persons.person_id`): 1 to 20 digits, as text. */
export type MosaicPersonId = Brand<string, 'MosaicPersonId'>;
/** A member of staff, as their own organisation's sign-in names them. */
export type UserId = Brand<string, 'UserId'>;
/** One opened page: one person, one user, one purpose. Opaque; never derived from a person. */
export type ViewId = Brand<string, 'ViewId'>;

export class InvalidIdentifierError extends SolwayError<'identifier-invalid'> {
  constructor(what: string) {
    super('identifier-invalid', `not a valid ${what}`);
  }
}

/** @throws {InvalidIdentifierError} the value itself is left out of the message: it may be a person's. */
export function parseMosaicPersonId(text: string): MosaicPersonId {
  if (!/^[0-9]{1,20}$/.test(text)) throw new InvalidIdentifierError('Mosaic person id');
  return text as MosaicPersonId;
}

/** @throws {InvalidIdentifierError} unless 1 to 128 visible ASCII characters. */
export function parseUserId(text: string): UserId {
  if (!/^[\x21-\x7e]{1,128}$/.test(text)) throw new InvalidIdentifierError('user id');
  return text as UserId;
}

/** @throws {InvalidIdentifierError} unless a UUID in lower case. */
export function parseViewId(text: string): ViewId {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    throw new InvalidIdentifierError('view id');
  return text as ViewId;
}

/** The system under which a Mosaic person id is written, in the ledger and outward. */
export const MOSAIC_SYSTEM = 'urn:solway:mosaic-person-id';
