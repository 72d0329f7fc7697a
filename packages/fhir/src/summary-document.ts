import { randomUUID } from 'node:crypto';
import type {
  Bundle,
  BundleEntry,
  Composition,
  CompositionSection,
  Narrative,
  Organization,
} from '@medplum/fhirtypes';
import { directionFor } from '@solway/disclosure';
import { ITEM_NAMES, ITEMS_BY_DIRECTION, type ItemView, type Summary } from '@solway/record';
import { issuesOf } from './absence.ts';
import type { Caller } from './caller.ts';
import { namingOf, scopeMissing } from './entries.ts';
import { FhirError, type FhirAnswer } from './outcome.ts';
import { bannerPatient } from './patient-resource.ts';
import { sharedPatient } from './patients.ts';
import { matchedOf, personAsked, walkItems } from './person.ts';
import { type EntryResource, type Naming, resourcesOf } from './resources/convert.ts';
import { typesOf } from './resources/kinds.ts';
import { present } from './resources/present.ts';
import type { FhirService } from './service.ts';

/**
 * `Patient/[id]/$summary`: all that is shared about one person as one document, under one decision and one ledger
 * entry, as a page is. Each item is a section; a section without entries says which form of absence it is.
 * @throws {FhirError} as for a search
 */
export async function patientSummary(
  service: FhirService,
  caller: Caller,
  id: string | undefined,
): Promise<FhirAnswer> {
  const direction = directionFor(caller.side);
  const types = new Set(ITEMS_BY_DIRECTION[direction].flatMap(typesOf));
  if (!caller.may('Patient', 'read') || ![...types].every((type) => caller.may(type, 'search')))
    throw scopeMissing();
  const { person, patientId } = personAsked(service, caller, id);
  const { summary, items } = matchedOf(
    await walkItems(service, caller, person, ITEMS_BY_DIRECTION[direction]),
  );
  const naming = namingOf(service, caller, patientId, summary);
  const patient = sharedPatient(bannerPatient(summary.person, person, patientId), person, items);
  const author: Organization & EntryResource = {
    resourceType: 'Organization',
    id: 'author',
    name: summary.owner.organisation,
    telecom: [{ system: 'phone', value: summary.contact.phone, use: 'work' }],
  };
  const sections = items.map((item) => ({ item, resources: resourcesIn(item, summary, naming) }));
  const composition = compositionOf(summary, patientId, sections);
  const found = new Map(
    sections.flatMap(({ resources }) => resources).map((one) => [`${one.resourceType}/${one.id}`, one]),
  );
  const entry = [composition, patient, author, ...found.values()].map((resource): BundleEntry => ({
    fullUrl: `${service.base}/${resource.resourceType}/${resource.id}`,
    resource,
  }));
  const bundle: Bundle = {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${composition.id}` },
    type: 'document',
    timestamp: summary.assembledAt,
    entry,
  };
  return { status: 200, resource: bundle };
}

interface Section {
  readonly item: ItemView;
  readonly resources: readonly EntryResource[];
}

function resourcesIn(item: ItemView, summary: Summary, naming: Naming): readonly EntryResource[] {
  return typesOf(item.item).flatMap((type) => resourcesOf(item, type, summary.owner, naming));
}

function compositionOf(
  summary: Summary,
  patientId: string,
  sections: readonly Section[],
): Composition & EntryResource {
  return {
    resourceType: 'Composition',
    id: randomUUID(),
    text: narrative([
      `${summary.owner.organisation}: what is shared under ${summary.agreement.title} ${summary.agreement.version}`,
    ]),
    status: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject: { reference: `Patient/${patientId}` },
    date: summary.assembledAt,
    author: [{ reference: 'Organization/author' }],
    title: `Summary of the record held by ${summary.owner.organisation}`,
    custodian: { reference: 'Organization/author' },
    section: sections.map(({ item, resources }) => sectionOf(item, resources, summary.owner)),
  };
}

function sectionOf(
  item: ItemView,
  resources: readonly EntryResource[],
  owner: Summary['owner'],
): CompositionSection {
  const issues = issuesOf(item, owner);
  const said = issues.map((issue) => issue.details?.text ?? '');
  const { state } = item.outcome;
  // The person's own details stand in the Patient; their section says so, and what there is to say of them.
  const inPatient = state === 'shown' && resources.length === 0;
  return present<CompositionSection>({
    title: ITEM_NAMES[item.item],
    code: { coding: [{ system: 'urn:solway:fhir:item', code: item.item, display: ITEM_NAMES[item.item] }] },
    text: narrative([
      ...resources.map(wordsOf),
      ...(inPatient ? ['In the Patient of this document.'] : []),
      ...said,
    ]),
    entry:
      resources.length === 0
        ? undefined
        : resources.map(({ resourceType, id }) => ({ reference: `${resourceType}/${id}` })),
    emptyReason:
      resources.length > 0 || inPatient
        ? undefined
        : emptyReason(state, said[0] ?? '', issues[0]?.details?.coding?.[0]?.code),
  });
}

const EMPTY_REASON = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';

/** FHIR has words for three of the forms of absence; the others are told by our own code, and never by a wrong one. */
function emptyReason(
  state: ItemView['outcome']['state'],
  text: string,
  own = '',
): CompositionSection['emptyReason'] {
  const code =
    own === 'not-asked'
      ? 'notasked'
      : state === 'unavailable'
        ? 'unavailable'
        : state === 'not-shared'
          ? 'withheld'
          : undefined;
  return {
    coding: [
      ...(code === undefined ? [] : [{ system: EMPTY_REASON, code }]),
      { system: 'urn:solway:fhir:outcome', code: own },
    ],
    text,
  };
}

/** Elements that say what a resource is, the most telling first. */
const SPEAKING = [
  'code',
  'medicationCodeableConcept',
  'title',
  'description',
  'name',
  'type',
  'serviceType',
  'topic',
];

/** The words of a resource, for somebody who reads the document and not its data. */
function wordsOf(resource: EntryResource): string {
  const parts = new Map<string, unknown>(Object.entries(resource));
  for (const element of SPEAKING) {
    const part = parts.get(element);
    const first: unknown = Array.isArray(part) ? part[0] : part;
    if (typeof first === 'string') return first;
    const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : undefined;
    if (typeof text === 'string') return text;
  }
  return resource.resourceType;
}

function narrative(lines: readonly string[]): Narrative {
  const items = lines.map((text) => `<li>${escaped(text)}</li>`).join('');
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><ul>${items}</ul></div>` };
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function unknownOperation(name: string): FhirError {
  return new FhirError(
    'fhir-interaction-unsupported',
    `there is no operation ${/^\$[\w-]{1,40}$/.test(name) ? name : 'of this name'}`,
  );
}
