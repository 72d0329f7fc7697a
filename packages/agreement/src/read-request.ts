import {
  LINK_STATES,
  type LinkState,
  RELATIONSHIPS,
  TRAINING_STATES,
  type TrainingState,
} from './decision.ts';
import type { CodeOf } from './reason.ts';

/** A request with every attribute read once and known to be of its kind. Moments are milliseconds of the epoch. */
export interface ReadRequest {
  readonly item: string;
  readonly atMs: number;
  readonly holder: string;
  readonly organisation: string;
  readonly role: string;
  readonly roleVouched: boolean;
  readonly signInExpiresMs: number;
  readonly purpose: string;
  readonly related: boolean;
  readonly link: LinkState;
  readonly training: TrainingState;
  readonly restricted: boolean;
  readonly allowListed: boolean;
  readonly protectedIdentity: boolean;
  readonly breakGlassUntilMs: number | undefined;
}

const RELATIONSHIP_SET: ReadonlySet<unknown> = new Set(RELATIONSHIPS);
const LINK_SET: ReadonlySet<unknown> = new Set(LINK_STATES);
const TRAINING_SET: ReadonlySet<unknown> = new Set(TRAINING_STATES);

/**
 * Reads a request that may have come from anywhere: types say nothing about what arrives. Fills `malformed` with
 * a code for every attribute that is not of its kind, and then the value returned must not be used.
 */
export function readRequest(request: unknown, malformed: CodeOf<'request'>[]): ReadRequest {
  const given = recordOf(request);
  if (given === undefined) malformed.push('request-malformed');
  const item = own(given, 'item');
  const holder = own(given, 'holder');
  const purpose = own(given, 'purpose');
  const relationship = own(given, 'relationship');
  const link = own(given, 'link');
  const training = own(given, 'training');
  const breakGlassUntil = own(given, 'breakGlassUntil');
  const user = recordOf(own(given, 'user'));
  const organisation = own(user, 'organisation');
  const role = own(user, 'role');
  const roleVouched = own(user, 'roleVouched');
  const restriction = recordOf(own(given, 'restriction'));
  const restricted = own(restriction, 'restricted');
  const allowListed = own(restriction, 'allowListed');
  const protectedIdentity = own(restriction, 'protectedIdentity');
  const atMs = momentMs(own(given, 'at'));
  const signInExpiresMs = momentMs(own(user, 'signInExpiresAt'));
  const breakGlassUntilMs = breakGlassUntil === undefined ? undefined : momentMs(breakGlassUntil);

  if (!isName(item)) malformed.push('item-malformed');
  if (Number.isNaN(atMs)) malformed.push('moment-malformed');
  if (!isName(holder)) malformed.push('holder-malformed');
  if (
    !isName(organisation) ||
    !isName(role) ||
    typeof roleVouched !== 'boolean' ||
    Number.isNaN(signInExpiresMs)
  )
    malformed.push('user-malformed');
  if (!isName(purpose)) malformed.push('purpose-malformed');
  if (relationship !== undefined && !RELATIONSHIP_SET.has(relationship))
    malformed.push('relationship-malformed');
  if (!LINK_SET.has(link)) malformed.push('link-malformed');
  if (!TRAINING_SET.has(training)) malformed.push('training-malformed');
  if (
    typeof restricted !== 'boolean' ||
    typeof allowListed !== 'boolean' ||
    typeof protectedIdentity !== 'boolean'
  )
    malformed.push('restriction-malformed');
  if (Number.isNaN(breakGlassUntilMs)) malformed.push('break-glass-malformed');

  return {
    item,
    atMs,
    holder,
    organisation,
    role,
    roleVouched,
    signInExpiresMs,
    purpose,
    related: relationship !== undefined,
    link,
    training,
    restricted,
    allowListed,
    protectedIdentity,
    breakGlassUntilMs,
  } as ReadRequest;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

/** Only what the request itself says: nothing that a prototype, polluted or not, would say for it. */
function own(record: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** NaN for anything but a real moment in the one form that `Instant` has. */
function momentMs(value: unknown): number {
  if (typeof value !== 'string' || !INSTANT.test(value)) return Number.NaN;
  const atMs = Date.parse(value);
  // Date.parse takes 31 February for 3 March, and 24:00 for the next day.
  return new Date(atMs).getUTCDate() === Number(value.slice(8, 10)) ? atMs : Number.NaN;
}
