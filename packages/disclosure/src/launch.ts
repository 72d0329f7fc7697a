import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  CHI_SYSTEM,
  type ChiNumber,
  instantOf,
  type IsoDate,
  MOSAIC_SYSTEM,
  type MosaicPersonId,
  parseChi,
  parseMosaicPersonId,
  parseUserId,
  SolwayError,
} from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import { appendEntry, heldBirthDate, storeLaunch } from '@solway/store';
import { type LaunchClaims, launchClaims } from './claims.ts';
import { DisclosureError } from './error.ts';
import { mayOversee } from './governance.ts';
import { appOrigin, type Host } from './host.ts';
import type { Walk } from './walk.ts';

type Subject = { readonly chi: ChiNumber } | { readonly personId: MosaicPersonId };

const LONGEST_ASSERTION_SECONDS = 60;

export interface Launched {
  /** Opaque, one use; carries nothing of the person. */
  readonly handle: string;
  readonly expiresInSeconds: number;
  /** The SMART app that it opens, where it opens no page. */
  readonly app?: string;
}

/**
 * Step 1 of the walk: an authenticated host asks for a page. `claims` are the payload of its signed assertion,
 * whose signature, audience and expiry the caller has checked against this host's key.
 * @returns an opaque handle, one use, that carries nothing of the person.
 * @throws {DisclosureError} the refusal, which the ledger holds too.
 */
export async function requestLaunch(walk: Walk, host: Host, claims: unknown): Promise<Launched> {
  const read = launchClaims.safeParse(claims);
  if (!read.success) {
    return refuse(
      walk,
      host,
      undefined,
      'malformed',
      'launch-malformed',
      read.error.issues.map((one) => one.path.join('.')).join(', '),
    );
  }
  const asked = read.data;
  if (asked.exp - asked.iat > LONGEST_ASSERTION_SECONDS) {
    return refuse(walk, host, asked, 'malformed', 'launch-too-long', 'an assertion lives at most 60 seconds');
  }
  const origin = originFor(host, asked);
  if (origin === undefined) {
    return refuse(
      walk,
      host,
      asked,
      'wrong-origin',
      'launch-origin-unknown',
      'this origin or app is not registered for this host',
    );
  }
  if (asked.view !== 'summary' && !(await mayOversee(walk, host, asked.view, asked))) {
    return refuse(
      walk,
      host,
      asked,
      'not-authenticated',
      'launch-kind-not-allowed',
      'this user may not open this kind of page',
    );
  }
  const subject = readSubject(host, asked);
  if (subject instanceof DisclosureError)
    return refuse(walk, host, asked, 'malformed', subject.code, subject.message);
  if (subject !== undefined) {
    const held = await heldBirthDate(walk.db, subject);
    if (held.known && held.birthDate !== asked.subject?.birthDate) {
      return refuse(
        walk,
        host,
        asked,
        'person-mismatch',
        'launch-person-mismatch',
        "the date of birth is not this person's",
      );
    }
  }
  return store(walk, host, asked, origin, subject);
}

async function store(
  walk: Walk,
  host: Host,
  asked: LaunchClaims,
  origin: string,
  subject: Subject | undefined,
): Promise<Launched> {
  const handle = randomBytes(32).toString('base64url');
  const now = walk.clock();
  const stored = await storeLaunch(
    walk.db,
    {
      handle_hash: hashOf(handle),
      client_id: host.clientId,
      organisation: host.organisation,
      origin,
      host_session: asked.hostSession,
      kind: asked.view,
      user_id: parseUserId(asked.user.id),
      user_name: asked.user.name,
      role: asked.user.role,
      purpose: asked.purpose,
      relationship: asked.relationship ?? null,
      stated_purpose: asked.statedPurpose ?? null,
      chi: subject !== undefined && 'chi' in subject ? subject.chi : null,
      person_id: subject !== undefined && 'personId' in subject ? subject.personId : null,
      birth_date: (asked.subject?.birthDate ?? null) as IsoDate | null,
      correlation_id: asked.correlationId ?? randomUUID(),
      created_at: now,
      expires_at: instantOf(Date.parse(now) + walk.limits.handleSeconds * 1000),
      app_context:
        asked.app === undefined
          ? null
          : { needPatientBanner: asked.needPatientBanner ?? true, fhirContext: asked.fhirContext ?? [] },
    },
    { jti: asked.jti, expiresAt: instantOf(asked.exp * 1000) },
  );
  if (!stored)
    return refuse(walk, host, asked, 'replayed', 'launch-replayed', 'this assertion has been used before');
  const { app } = asked;
  return { handle, expiresInSeconds: walk.limits.handleSeconds, ...(app === undefined ? {} : { app }) };
}

/** Where this launch opens: a page of the host's, or an app that may be opened from this host. */
function originFor(host: Host, { app, origin, view }: LaunchClaims): string | undefined {
  if (app !== undefined) return view === 'summary' && host.apps?.includes(app) ? appOrigin(app) : undefined;
  return origin !== undefined && host.origins.includes(origin) ? origin : undefined;
}

/** A host names people by its own identifier only: the health portal by CHI, Mosaic by its person id. */
function readSubject(host: Host, asked: LaunchClaims): Subject | undefined | DisclosureError {
  if (asked.view !== 'summary') {
    return asked.subject === undefined
      ? undefined
      : new DisclosureError('launch-malformed', 'a page of this kind is about nobody');
  }
  try {
    parseUserId(asked.user.id);
    if (asked.subject !== undefined && 'chi' in asked.subject && host.side === 'health') {
      return { chi: parseChi(asked.subject.chi).chi };
    }
    if (asked.subject !== undefined && 'mosaicId' in asked.subject && host.side === 'council') {
      return { personId: parseMosaicPersonId(asked.subject.mosaicId) };
    }
  } catch (error) {
    if (error instanceof SolwayError) return new DisclosureError('launch-malformed', error.message);
    throw error;
  }
  return new DisclosureError('launch-malformed', "the person is not named by this host's own identifier");
}

async function refuse(
  walk: Walk,
  host: Host,
  asked: LaunchClaims | undefined,
  reason: EntryOf<'launch-refused'>['reason'],
  code: DisclosureError['code'],
  message: string,
): Promise<never> {
  await appendEntry(walk.db, {
    id: randomUUID(),
    kind: 'launch-refused',
    at: walk.clock(),
    organisation: host.organisation,
    reason,
    client: host.clientId,
    ...(asked === undefined
      ? { personal: null }
      : {
          purpose: asked.purpose,
          by: { organisation: host.organisation, role: asked.user.role },
          personal: {
            user: { id: asked.user.id, name: asked.user.name },
            ...(asked.subject === undefined
              ? {}
              : { subject: { identifiers: [claimedIdentifier(asked.subject)] } }),
          },
        }),
  });
  throw new DisclosureError(code, message);
}

function claimedIdentifier(subject: NonNullable<LaunchClaims['subject']>): { system: string; value: string } {
  return 'chi' in subject
    ? { system: CHI_SYSTEM, value: subject.chi || 'blank' }
    : { system: MOSAIC_SYSTEM, value: subject.mosaicId || 'blank' };
}

/** Handles and browser secrets are kept as their SHA-256. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
