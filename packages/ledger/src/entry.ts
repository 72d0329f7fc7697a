import { LedgerError } from './error.ts';
import type { Shape, Shaped } from './shape.ts';
import { count, instant, list, nullable, object, oneOf, sha256, ShapeError, text, uuid } from './shape.ts';

// Everything under `personal` is sealed behind a salted commitment and can be erased. What stands outside it is
// kept for as long as the log is, so it holds no name, identifier, free text or digest of what was shown.

const note = text(4000);
/** Who acted, without saying who: the acting role and organisation stay after the person's name has gone. */
const by = object({ organisation: text(), role: text() }, { team: text() });
const user = object({ id: text(), name: text() });
const identifier = object({ system: text(), value: text() });
const subject = object({ identifiers: list(identifier, 20, 1) }, { name: text() });
const agreement = object({ id: text(), version: text(), digest: sha256 });
const item = object(
  {
    item: text(),
    outcome: oneOf('shown', 'none-recorded', 'unavailable', 'not-shared'),
    count,
  },
  {
    clause: text(),
    gate: text(),
    reasons: list(text(), 50),
    source: text(),
    freshness: oneOf('live', 'copy', 'extract'),
    asOf: instant,
  },
);
/** What was shown, by item type, as SHA-256; personal, since a short record can be guessed from its digest. */
const shown = list(object({ item: text(), digest: sha256 }), 1000);

const kinds = {
  disclosed: {
    required: {
      viewId: uuid,
      client: text(),
      purpose: text(),
      by,
      agreement,
      items: list(item, 1000),
      personal: object({
        user,
        subject,
        basis: object({ kind: oneOf('relationship', 'stated-purpose', 'break-glass'), words: note }),
        shown,
      }),
    },
    optional: {},
  },
  refused: {
    required: {
      client: text(),
      purpose: text(),
      by,
      reasons: list(text(), 50, 1),
      personal: object({ user }, { subject, statedPurpose: note }),
    },
    optional: { viewId: uuid, agreement, items: list(item, 1000) },
  },
  'break-glass': {
    required: {
      viewId: uuid,
      client: text(),
      purpose: text(),
      by,
      reason: oneOf('consent', 'legal-requirement', 'serious-harm', 'public-interest'),
      personal: object({ user, subject, explanation: note }),
    },
    optional: {},
  },
  'link-made': {
    required: {
      linkId: uuid,
      method: oneOf('automatic', 'confirmed'),
      personal: object({ subject }, { user, explanation: note }),
    },
    optional: { by, model: sha256 },
  },
  'link-suspended': {
    required: { linkId: uuid, reason: text(), personal: object({ subject }, { user, explanation: note }) },
    optional: { by, viewId: uuid },
  },
  'link-undone': {
    required: {
      linkId: uuid,
      reason: text(),
      disclosures: count,
      personal: object({ subject }, { user, explanation: note }),
    },
    optional: { by },
  },
  'identity-query': {
    required: {
      client: text(),
      purpose: text(),
      by,
      query: oneOf('read', 'search', 'match', 'cross-reference'),
      /** How many people the answer named. */
      found: count,
      personal: object({ user }, { subject }),
    },
    optional: {},
  },
  'launch-requested': {
    required: { launchId: uuid, client: text(), purpose: text(), by, personal: object({ user, subject }) },
    optional: {},
  },
  'launch-refused': {
    required: {
      reason: oneOf(
        'replayed',
        'expired',
        'wrong-origin',
        'second-browser',
        'unknown-handle',
        'unknown-client',
        'person-mismatch',
        'not-authenticated',
        'malformed',
        'rate-limited',
      ),
      personal: nullable(object({}, { user, subject, address: text() })),
    },
    // `count`: so many alike within a minute, in one entry.
    optional: { launchId: uuid, client: text(), purpose: text(), by, count },
  },
  'view-closed': {
    required: {
      viewId: uuid,
      reason: oneOf(
        'person-changed',
        'signed-out',
        'idle',
        'expired',
        'closed',
        'not-my-patient',
        'link-suspended',
      ),
      personal: nullable(object({ user })),
    },
    optional: {},
  },
  'agreement-in-force': {
    required: { agreement, from: instant, personal: nullable(object({ user })) },
    optional: { until: instant },
  },
  'agreement-signed': {
    required: { agreement, party: text(), office: text(), personal: object({ user }) },
    optional: {},
  },
  'agreement-act': {
    required: {
      act: oneOf(
        'drafted',
        'changed',
        'put-to-consultation',
        'commented',
        'signatures-voided',
        'withdrawn',
        'assessment-changed',
        'assessment-reopened',
        'assessment-advised',
        'assessment-signed-off',
        'review-begun',
        'review-continued',
        'end-proposed',
        'ended',
        'training-imported',
        'refused',
      ),
      personal: nullable(object({ user }, { notes: note })),
    },
    optional: {
      by,
      agreement: object({ id: text(), version: text() }, { digest: sha256 }),
      reason: text(),
      count,
    },
  },
  'sign-in': {
    required: {
      outcome: oneOf('accepted', 'refused', 'signed-out'),
      method: text(),
      personal: nullable(object({ user }, { address: text() })),
    },
    optional: { by, reason: text() },
  },
  export: {
    required: {
      what: oneOf('ledger', 'archive', 'subject-access', 'report', 'extract'),
      personal: nullable(object({ user }, { subject, explanation: note })),
    },
    optional: { by, firstSequence: count, lastSequence: count, digest: sha256 },
  },
  configuration: {
    required: { setting: text(), change: text(1000), personal: nullable(object({ user })) },
    optional: { by, before: sha256, after: sha256 },
  },
  review: {
    required: {
      of: oneOf('finding', 'disclosure', 'link', 'agreement', 'break-glass', 'retention', 'access'),
      outcome: text(),
      personal: nullable(object({}, { user, subject, notes: note })),
    },
    optional: { by, about: uuid, firstSequence: count, lastSequence: count },
  },
  incident: {
    required: {
      incident: text(),
      state: oneOf('raised', 'contained', 'assessed', 'notified', 'closed'),
      severity: oneOf('low', 'medium', 'high'),
      personal: nullable(object({}, { user, subject, notes: note })),
    },
    optional: { by, about: uuid },
  },
} as const;

type Kinds = typeof kinds;
export type EntryKind = keyof Kinds;
type Flat<T> = { readonly [K in keyof T]: T[K] };
type Envelope<K> = {
  /** UUID, lower case. */
  readonly id: string;
  readonly kind: K;
  /** When it happened: UTC, milliseconds. */
  readonly at: string;
  /** The organisation that received, or that acted. */
  readonly organisation: string;
  /** Ties the entries of one walk together, and to the traces of other systems. */
  readonly correlationId?: string;
};
type Required<K extends EntryKind> = { [F in keyof Kinds[K]['required']]: Shaped<Kinds[K]['required'][F]> };
type Optional<K extends EntryKind> = { [F in keyof Kinds[K]['optional']]?: Shaped<Kinds[K]['optional'][F]> };

/** One kind of entry, as the caller writes it. */
export type EntryOf<K extends EntryKind> = Flat<Envelope<K> & Required<K> & Optional<K>>;
/** What the ledger holds: a union tagged by `kind`. */
export type Entry = { [K in EntryKind]: EntryOf<K> }[EntryKind];
/** What stays for ever: the entry without its `personal` part. */
export type PublicEntry = { [K in EntryKind]: Flat<Omit<EntryOf<K>, 'personal'>> }[EntryKind];
/** What can be erased; null for an entry that never had any. */
export type Personal = Entry['personal'];

export const entryKinds = Object.keys(kinds) as readonly EntryKind[];

const shapes = new Map<string, Shape<unknown>>(
  entryKinds.map((kind) => [
    kind,
    object(
      { id: uuid, kind: oneOf(kind), at: instant, organisation: text(), ...(kinds[kind].required as Fields) },
      { correlationId: text(), ...(kinds[kind].optional as Fields) },
    ),
  ]),
);
const publicShapes = new Map<string, Shape<unknown>>(
  entryKinds.map((kind) => {
    const { personal: _, ...required } = kinds[kind].required as Fields & { personal: Shape<unknown> };
    return [
      kind,
      object(
        { id: uuid, kind: oneOf(kind), at: instant, organisation: text(), ...required },
        { correlationId: text(), ...(kinds[kind].optional as Fields) },
      ),
    ];
  }),
);
type Fields = Record<string, Shape<unknown>>;

function read(value: unknown, from: Map<string, Shape<unknown>>): unknown {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const shape = typeof kind === 'string' ? from.get(kind) : undefined;
  if (!shape) throw new LedgerError('entry-invalid', 'the entry is of no known kind');
  try {
    return shape(value);
  } catch (cause) {
    if (cause instanceof ShapeError) throw new LedgerError('entry-invalid', cause.message, { cause });
    throw cause;
  }
}

/** Reads an entry from outside. Throws entry-invalid naming the field; unknown fields are refused. */
export function parseEntry(value: unknown): Entry {
  return read(value, shapes) as Entry;
}

/** Reads the part that stays. Throws entry-invalid naming the field. */
export function parsePublicEntry(value: unknown): PublicEntry {
  return read(value, publicShapes) as PublicEntry;
}
