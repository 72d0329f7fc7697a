import { CHI_SYSTEM, CHI_SYSTEMS_READ, instantOf } from '@solway/kernel';
import { directionOf, HEALTH_ITEMS, type HealthItem, type ItemType } from '@solway/record';
import { Gathering } from '../mapping/gather.ts';
import type { Mapped } from '../mapping/outcome.ts';
import type { Source, SourceAnswer, SourceRequest } from '../port.ts';
import { answerFor, SourceFailure } from '../source-failure.ts';
import { READ_BOUNDS, type ReadBounds } from './bounds.ts';
import { readSearchPage } from './bundle.ts';
import { KNOWN_SYSTEMS } from './codes.ts';
import { extractTime } from './extract-time.ts';
import { type Call, FhirHttp } from './http.ts';
import { textAt } from './json.ts';
import { mapDeceased, mapDemographics, mapGpPractice, practiceReferences } from './map-person.ts';
import { onePatient, PatientDirectory, type ResolvedPatient } from './patient-directory.ts';
import type { FhirContext } from './resource-reader.ts';
import { type PatientItem, type SearchedItem, SEARCHES } from './searches.ts';

export interface FhirSourceOptions {
  readonly name: string;
  /** Of any FHIR R4 server, such as `https://portal.example/fhir`. */
  readonly baseUrl: string;
  /** A bearer token, or how to get one that is still good. */
  readonly token?: string | (() => string | Promise<string>);
  /** The identifier system that persons are looked up in; the CHI number's by default. */
  readonly identifierSystem?: string;
  /** Connections to the server at most; 16 by default. */
  readonly connections?: number;
  /** How long a person's Patient is used again; 10,000 by default, 0 for never. */
  readonly patientKeptMs?: number;
  /** Code systems known at this site beside the usual ones. */
  readonly knownSystems?: readonly string[];
  /** Hours of the day, on a Scottish clock, at which key information is sent; 6 and 18 by default. */
  readonly extractHours?: readonly number[];
  readonly bounds?: Partial<ReadBounds>;
  readonly nowMs?: () => number;
}

type Answered<Item extends ItemType> = Extract<SourceAnswer<Item>, { state: 'answered' }>;

/** Any FHIR R4 server, asked for the health board's items by CHI number. */
export function createFhirSource(options: FhirSourceOptions): Source {
  return new FhirSource(options);
}

class FhirSource implements Source {
  readonly name: string;
  readonly items: ReadonlySet<ItemType> = new Set<ItemType>(HEALTH_ITEMS);
  readonly #http: FhirHttp;
  readonly #bounds: ReadBounds;
  readonly #nowMs: () => number;
  readonly #identifierSystem: string;
  readonly #knownSystems: ReadonlySet<string>;
  readonly #extractHours: readonly number[];
  readonly #patients: PatientDirectory;

  constructor(options: FhirSourceOptions) {
    this.name = options.name;
    this.#bounds = { ...READ_BOUNDS, ...options.bounds };
    this.#http = new FhirHttp({
      baseUrl: options.baseUrl,
      ...(options.token === undefined ? {} : { token: options.token }),
      connections: options.connections ?? 16,
      bounds: this.#bounds,
    });
    this.#nowMs = options.nowMs ?? Date.now;
    this.#identifierSystem = options.identifierSystem ?? CHI_SYSTEM;
    this.#knownSystems = new Set([...KNOWN_SYSTEMS, ...(options.knownSystems ?? [])]);
    this.#extractHours = options.extractHours ?? [6, 18];
    this.#patients = new PatientDirectory(
      (personId, signal) => this.#findPatient(personId, '', { signal }),
      options.patientKeptMs ?? 10_000,
      this.#nowMs,
    );
  }

  async fetch<Item extends ItemType>(item: Item, request: SourceRequest): Promise<SourceAnswer<Item>> {
    try {
      request.signal.throwIfAborted();
      if (!isHealthItem(item))
        throw new SourceFailure('source-error', `${item} is not an item of this source`);
      return (await this.#answer(item, request)) as SourceAnswer<Item>;
    } catch (error) {
      return answerFor(error, request.signal);
    }
  }

  async isReachable(signal: AbortSignal): Promise<boolean> {
    return this.#http.answers('metadata', { signal });
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #answer(item: HealthItem, request: SourceRequest): Promise<Answered<HealthItem>> {
    if (item === 'demographics')
      return this.#fromPatient(await this.#patientOf(request), item, mapDemographics, request);
    if (item === 'deceased')
      return this.#fromPatient(await this.#patientOf(request), item, mapDeceased, request);
    return item === 'gp-practice' ? this.#practice(request) : this.#search(item, request);
  }

  async #search<Item extends SearchedItem>(item: Item, request: SourceRequest): Promise<Answered<Item>> {
    const patient = await this.#patientOf(request);
    const search = SEARCHES[item];
    const nowMs = this.#nowMs();
    const gathering = new Gathering(item, request.limit);
    const followed = new Set<string>();
    const records: unknown[] = [];
    const parameters = new URLSearchParams([
      ['patient', patient.id],
      ...search.parameters(nowMs).map(([name, value]) => [name, value] satisfies [string, string]),
      ['_count', String(Math.max(1, request.limit))],
    ]);
    let body = await this.#http.get(`${search.resourceType}?${parameters.toString()}`, request);
    for (;;) {
      const page = readSearchPage(body);
      const context = this.#contextFor(patient, nowMs, await this.#withNeeded(page, search.needs, request));
      records.push(...page.matches);
      for (const match of page.matches) gathering.add(search.map(match, context));
      if (page.nextLink === undefined) {
        if ((page.total ?? 0) > records.length) gathering.truncated = true;
        break;
      }
      const next = this.#http.pathOfLink(page.nextLink);
      if (
        next === undefined ||
        gathering.full ||
        followed.has(next) ||
        followed.size + 1 >= this.#bounds.mostPages
      ) {
        gathering.truncated = true;
        break;
      }
      followed.add(next);
      body = await this.#http.follow(next, request);
    }
    return {
      state: 'answered',
      ...parts(gathering),
      freshness: search.extract
        ? { kind: 'extract', asOf: extractTime(records, nowMs, this.#extractHours) }
        : { kind: 'live', asOf: instantOf(nowMs) },
      personMarks: patient.marks,
    };
  }

  #fromPatient<Item extends PatientItem>(
    patient: ResolvedPatient,
    item: Item,
    map: (resource: unknown, context: FhirContext) => Mapped<Item>,
    request: SourceRequest,
    included: readonly unknown[] = [],
  ): Answered<Item> {
    const gathering = new Gathering(item, request.limit);
    gathering.add(map(patient.resource, this.#contextFor(patient, patient.readAtMs, included)));
    return {
      state: 'answered',
      ...parts(gathering),
      freshness: { kind: 'live', asOf: instantOf(patient.readAtMs) },
      personMarks: patient.marks,
    };
  }

  /** A lookup of its own: the practice is not fetched unless it was asked for. */
  async #practice(request: SourceRequest): Promise<Answered<'gp-practice'>> {
    const patient = await this.#findPatient(
      request.personId,
      '&_include=Patient:general-practitioner',
      request,
    );
    const wanted = practiceReferences(patient.resource).slice(0, 3);
    const held = new Set(patient.included.map(referenceOf));
    const missing = wanted
      .map((one) => this.#relative(one))
      .filter((one) => isReadable(one) && !held.has(one));
    const read = await Promise.all(
      missing.map((one) => this.#optional(this.#http.get(one, request), request)),
    );
    return this.#fromPatient(patient, 'gp-practice', mapGpPractice, request, [...patient.included, ...read]);
  }

  async #patientOf({ personId, signal }: SourceRequest): Promise<ResolvedPatient> {
    return this.#patients.resolve(personId, signal);
  }

  async #findPatient(personId: string, more: string, call: Call): Promise<ResolvedPatient> {
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(personId))
      throw new SourceFailure('source-error', 'the identifier is not one that can be asked for');
    const readAtMs = this.#nowMs();
    const token = encodeURIComponent(`${this.#identifierSystem}|${personId}`);
    const body = await this.#http.get(`Patient?identifier=${token}${more}`, call);
    return onePatient(body, personId, [this.#identifierSystem, ...CHI_SYSTEMS_READ], readAtMs);
  }

  /** What came with the page, and what its matches still need: one more search, whose failure costs only names. */
  async #withNeeded(
    page: { readonly matches: readonly unknown[]; readonly included: readonly unknown[] },
    needs: ((resource: unknown) => string | undefined) | undefined,
    request: SourceRequest,
  ): Promise<readonly unknown[]> {
    if (needs === undefined) return page.included;
    const held = new Set(page.included.map(referenceOf));
    const missing = page.matches
      .map((match) => this.#relative(needs(match) ?? ''))
      .filter((one) => isReadable(one) && !held.has(one));
    const [first] = missing;
    if (first === undefined) return page.included;
    const [type = ''] = first.split('/');
    const ids = [...new Set(missing.filter((one) => one.startsWith(`${type}/`)))].map(
      (one) => one.split('/')[1],
    );
    const parameters = new URLSearchParams([
      ['_id', ids.join(',')],
      ['_count', String(ids.length)],
    ]);
    const body = await this.#optional(this.#http.get(`${type}?${parameters.toString()}`, request), request);
    return body === undefined ? page.included : [...page.included, ...readSearchPage(body).matches];
  }

  async #optional(read: Promise<unknown>, { signal }: SourceRequest): Promise<unknown> {
    try {
      return await read;
    } catch (error) {
      if (signal.aborted) throw error;
      return undefined;
    }
  }

  #contextFor(patient: ResolvedPatient, nowMs: number, included: readonly unknown[]): FhirContext {
    const byReference = new Map(included.map((resource) => [referenceOf(resource), resource]));
    return {
      patientId: patient.id,
      baseUrl: this.#http.baseUrl,
      nowMs,
      knownSystems: this.#knownSystems,
      resolve: (reference) => byReference.get(this.#relative(reference)),
    };
  }

  #relative(reference: string): string {
    const { baseUrl } = this.#http;
    return reference.startsWith(`${baseUrl}/`) ? reference.slice(baseUrl.length + 1) : reference;
  }
}

function isHealthItem(item: ItemType): item is HealthItem {
  return directionOf(item) === 'health-to-council';
}

function parts<Item extends ItemType>(gathering: Gathering<Item>) {
  const { entries, setAside, unknownCodes, truncated } = gathering;
  return { entries, setAside, unknownCodes, truncated };
}

function referenceOf(resource: unknown): string {
  return `${textAt(resource, 'resourceType') ?? '?'}/${textAt(resource, 'id') ?? '?'}`;
}

function isReadable(reference: string): boolean {
  return /^(Organization|Practitioner|PractitionerRole|Medication)\/[A-Za-z0-9\-.]{1,64}$/.test(reference);
}
