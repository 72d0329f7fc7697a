import type { List, Meta, Patient, Reference, Resource } from '@medplum/fhirtypes';
import { type Instant, londonTime } from '@solway/kernel';
import type { ItemType, ItemView, RecordEntry, Summary } from '@solway/record';
import type { Ids } from '../ids.ts';
import { LISTED_ITEMS, mappingFor } from './kinds.ts';
import { line } from './present.ts';

type Shown = Extract<ItemView['outcome'], { state: 'shown' }>;

/** A resource that came from an entry: it always has an id. */
export type EntryResource = Resource & { readonly id: string };

/** What names this client's people and entries. */
export interface Naming {
  readonly ids: Ids;
  readonly clientId: string;
  readonly patientId: string;
  /** When this was put together. */
  readonly at: Instant;
}

function patientReference({ patientId }: Pick<Naming, 'patientId'>): Reference<Patient> {
  return { reference: `Patient/${patientId}` };
}

/** One item's entries as resources of one type, in the order in which the source gave them. */
export function resourcesOf(
  { item, outcome }: ItemView,
  type: string,
  owner: Summary['owner'],
  naming: Naming,
): readonly EntryResource[] {
  if (outcome.state !== 'shown') return [];
  const patient = patientReference(naming);
  const meta = metaOf(owner, outcome);
  if (LISTED_ITEMS.includes(item)) return type === 'List' ? [listOf(item, outcome, owner, naming, meta)] : [];
  const mapping = mappingFor(item, type);
  if (mapping === undefined) return [];
  return (outcome.entries as readonly RecordEntry[]).map((entry) => {
    const { resourceType, ...rest } = mapping(entry.content, {
      patient,
      owner: owner.organisation,
      day: londonTime(naming.at).date,
    });
    const id = naming.ids.entryId(naming.clientId, naming.patientId, item, entry.id);
    return { resourceType, id, meta: dated(meta, entry), ...rest } as EntryResource;
  });
}

const FRESHNESS = 'urn:solway:fhir:freshness';

/** Whose record it is, and whether it is the source's own present one, or a copy and of when. */
function metaOf(owner: Summary['owner'], { freshness }: Shown): Meta {
  return {
    source: `urn:solway:source:${encodeURIComponent(owner.system)}`,
    tag: [{ system: FRESHNESS, code: freshness.kind, display: `${freshness.kind} as of ${freshness.asOf}` }],
  };
}

function dated(meta: Meta, entry: RecordEntry): Meta {
  return entry.recordedAt === undefined ? meta : { ...meta, lastUpdated: entry.recordedAt };
}

/** Events that have no resource of their own, each by its words and its date. */
function listOf(
  item: ItemType,
  outcome: Shown,
  owner: Summary['owner'],
  naming: Naming,
  meta: Meta,
): EntryResource {
  const events = outcome.entries as readonly RecordEntry<'significant-events'>[];
  return {
    resourceType: 'List',
    id: naming.ids.entryId(naming.clientId, naming.patientId, item, 'all'),
    meta,
    status: 'current',
    mode: 'snapshot',
    title: 'Significant events',
    subject: patientReference(naming),
    date: outcome.freshness.asOf,
    source: { display: owner.organisation },
    // An entry's own date is for lists that somebody is working on: lst-3.
    entry: events.map(({ content: { date, event, impact } }) => ({
      item: { display: line(date === undefined ? event : `${date} ${event}`, impact) },
    })),
  } satisfies List;
}
