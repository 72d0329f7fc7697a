import type { ItemContents, ItemType } from '@solway/record';
import { EntryReader } from '../mapping/entry-reader.ts';
import type { Mapped } from '../mapping/outcome.ts';
import type { Loose } from '../mapping/without-undefined.ts';
import { readInstant } from '@solway/kernel';
import { at, isObject, listAt, textAt } from './json.ts';
import { readMarks } from './marks.ts';

/** What a mapping may know beside the resource itself. */
export interface FhirContext {
  /** The Patient's logical id on this server. */
  readonly patientId: string;
  /** With no slash at its end. */
  readonly baseUrl: string;
  readonly nowMs: number;
  /** Code systems known at this site. */
  readonly knownSystems: ReadonlySet<string>;
  /** A resource that came along with the search, by `Type/id`. */
  readonly resolve: (reference: string) => unknown;
}

export type FhirMapping<Item extends ItemType> = (resource: unknown, context: FhirContext) => Mapped<Item>;

type Body<Item extends ItemType> = (
  resource: Readonly<Record<string, unknown>>,
  read: ResourceReader<Item>,
  context: FhirContext,
) => Mapped<Item>;

/**
 * A mapping of one resource type to one item. What holds for all is seen to here: the type, the id, whose record it
 * is, records entered in error, and the marks.
 */
export function mappingOf<Item extends ItemType>(
  item: Item,
  resourceType: string,
  subject: 'patient' | 'subject' | ((resource: Readonly<Record<string, unknown>>) => readonly string[]),
  body: Body<Item>,
): FhirMapping<Item> {
  return (resource, context) => {
    const id = textAt(resource, 'id');
    const read = new ResourceReader(
      item,
      id === undefined ? `${resourceType}/?` : `${resourceType}/${id}`,
      resource,
      context,
    );
    if (!isObject(resource) || resource['resourceType'] !== resourceType || id === undefined)
      return read.refused('malformed-record', `is not a ${resourceType} with an id`);
    const whose =
      typeof subject === 'function'
        ? subject(resource)
        : [textAt(resource, subject, 'reference') ?? []].flat();
    if (whose.length === 0) return read.refused('required-value-missing', 'does not say whose it is');
    if (!whose.some((reference) => refersToPatient(reference, context)))
      return read.refused('wrong-person', 'is about another person');
    if (isEnteredInError(resource)) return { outcome: 'not-of-this-item', rule: 'entered-in-error' };
    return body(resource, read, context);
  };
}

/** Reads FHIR's own kinds of part. */
export class ResourceReader<Item extends ItemType> extends EntryReader<Item> {
  readonly #resource: unknown;
  readonly #context: FhirContext;

  constructor(item: Item, recordId: string, resource: unknown, context: FhirContext) {
    super(item, recordId);
    this.#resource = resource;
    this.#context = context;
  }

  /** A CodeableConcept in words: its own text, else a coding's display. An unknown code system is counted. */
  concept(value: unknown, part: string): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (!isObject(value)) return this.unreadable(part, 'is not a CodeableConcept');
    const codings = listAt(value, 'coding').filter(isObject);
    const known = codings.some((coding) => this.#context.knownSystems.has(textAt(coding, 'system') ?? ''));
    const [first] = codings;
    if (first !== undefined && !known)
      this.unknownCode(textAt(first, 'system') ?? '(no system)', textAt(first, 'code') ?? '(no code)');
    const words = this.text(value['text'], part);
    if (words !== undefined) return words;
    for (const coding of codings) {
      const display = this.text(coding['display'], part);
      if (display !== undefined) return display;
    }
    return first === undefined ? undefined : this.wordless(part);
  }

  /** The first of a list of concepts that has words. */
  firstConcept(values: unknown, part: string): string | undefined {
    for (const value of this.list(values, part)) {
      const words = this.concept(value, part);
      if (words !== undefined) return words;
    }
    return undefined;
  }

  /** A repeating part; empty where it is absent, and remembered where it is no list. */
  list(value: unknown, part: string): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value as unknown[];
    this.unreadable(part, 'is not a list');
    return [];
  }

  /** The ends of a Period, still to be read as dates or moments; remembered where it is no Period. */
  period(value: unknown, part: string): { readonly start?: unknown; readonly end?: unknown } {
    if (value === undefined || value === null) return {};
    if (isObject(value)) return { start: value['start'], end: value['end'] };
    this.unreadable(part, 'is not a Period');
    return {};
  }

  /** The resource that a Reference names, where it is contained or came along. */
  referenced(reference: unknown): unknown {
    const to = textAt(reference, 'reference');
    if (to === undefined) return undefined;
    if (to.startsWith('#'))
      return listAt(this.#resource, 'contained').find((one) => textAt(one, 'id') === to.slice(1));
    return this.#context.resolve(to);
  }

  /**
   * The entry, with the resource's own marks; set aside where they can't be read. A Patient's marks are on the whole
   * person, and the answer carries them.
   */
  shown(content: Loose<ItemContents[Item]>): Mapped<Item> {
    const marks = readMarks(this.#resource, 'sealed');
    if (marks === undefined)
      return this.refused('malformed-record', 'has security labels that can not be read');
    for (const { system, code } of marks.unknown) this.unknownCode(system, code);
    const updated = textAt(this.#resource, 'meta', 'lastUpdated');
    const own = textAt(this.#resource, 'resourceType') === 'Patient' ? [] : marks.marks;
    return this.entry(content, own, updated === undefined ? undefined : readInstant(updated));
  }
}

/** True where a CodeableConcept, or one of a list of them, holds the code in the system. */
export function hasCode(concepts: unknown, system: string, code: string): boolean {
  const all = Array.isArray(concepts) ? (concepts as unknown[]) : [concepts];
  return all.some((concept) =>
    listAt(concept, 'coding').some(
      (coding) => textAt(coding, 'system') === system && textAt(coding, 'code') === code,
    ),
  );
}

/** An absolute reference counts only on this server: another server's ids name other people. */
function refersToPatient(reference: string, { patientId, baseUrl }: FhirContext): boolean {
  const relative = reference.startsWith(`${baseUrl}/`) ? reference.slice(baseUrl.length + 1) : reference;
  return (
    relative.replace(/\/_history\/[^/]*$/, '') === `Patient/${patientId}` ||
    reference === `urn:uuid:${patientId}`
  );
}

function isEnteredInError(resource: Readonly<Record<string, unknown>>): boolean {
  return (
    resource['status'] === 'entered-in-error' ||
    listAt(at(resource, 'verificationStatus'), 'coding').some(
      (coding) => textAt(coding, 'code') === 'entered-in-error',
    )
  );
}
