import { Chart, type RegisteredPatient } from '../clinical/chart.ts';
import { practiceResource } from '../clinical/demographics.ts';
import { hugeNote, otherPatientId } from '../clinical/nasty.ts';
import { type ClinicalType, isClinicalType, resourcesOf } from '../clinical/record.ts';
import { CHI_SYSTEM, type Resource } from '../clinical/resource.ts';
import type { RegisterStore } from '../register-store.ts';
import { type FhirAnswer, outcome, searchset } from './answers.ts';
import { capabilityStatement } from './capability.ts';
import { filter, SearchRefused } from './search.ts';

/** Ways for the record itself to be wrong, beyond the line being so. */
export type Lie = 'huge-note' | 'wrong-patient';

export interface FhirServiceOptions {
  readonly store: RegisterStore;
  readonly seed: number;
  readonly now: () => number;
}

/** Reads and searches of FHIR R4, free of transport: a status and a body out. */
export class FhirService {
  readonly #store: RegisterStore;
  readonly #seed: number;
  readonly #now: () => number;

  constructor(options: FhirServiceOptions) {
    this.#store = options.store;
    this.#seed = options.seed;
    this.#now = options.now;
  }

  chartOf(patient: RegisteredPatient): Chart {
    return new Chart(patient, this.#seed, this.#now());
  }

  /** Everything of one type in a person's record: what a given bundle holds, or what is made up. */
  record(patient: RegisteredPatient, type: ClinicalType): readonly Resource[] {
    if (patient.entry.bundle !== undefined) return this.#store.storedResources(patient.id, type);
    return resourcesOf(this.chartOf(patient), type);
  }

  metadata(base: string): FhirAnswer {
    return { status: 200, body: capabilityStatement(base) };
  }

  read(type: string, id: string): FhirAnswer {
    const found = this.#find(type, id);
    return found === undefined
      ? outcome(404, 'not-found', `there is no ${type} with this id`)
      : { status: 200, body: found };
  }

  search(base: string, type: string, query: URLSearchParams, lie?: Lie): FhirAnswer {
    if (!isClinicalType(type)) return outcome(404, 'not-supported', `${type} can't be searched here`);
    try {
      const matches = type === 'Patient' ? this.#patients(query) : this.#clinical(type, query, lie);
      return searchset({ matches, included: this.#included(matches, query), base, type, query });
    } catch (error) {
      if (error instanceof SearchRefused) return outcome(400, 'invalid', error.message);
      throw error;
    }
  }

  #find(type: string, id: string): Resource | undefined {
    const stored = this.#store.storedResource(type, id);
    if (stored !== undefined) return stored;
    if (type === 'Organization') return practiceResource(id);
    const patient = this.#store.byFhirId(/^p\d+/.exec(id)?.[0] ?? '');
    if (patient === undefined || !isClinicalType(type)) return undefined;
    return this.record(patient, type).find((one) => one.id === id);
  }

  #clinical(type: ClinicalType, query: URLSearchParams, lie: Lie | undefined): readonly Resource[] {
    const reference = query.get('patient') ?? query.get('subject');
    if (reference === null) throw new SearchRefused('a search needs a patient');
    const patient = this.#store.byFhirId(reference.replace(/^Patient\//, ''));
    if (patient === undefined) return filter(type, [], query);
    const found = filter(type, this.record(this.#subjectOf(patient, lie), type), query);
    if (lie === 'huge-note' && type === 'Communication') return [hugeNote(this.chartOf(patient)), ...found];
    return found;
  }

  /** The patient asked about, or, where the stand-in is told to lie, the next one. */
  #subjectOf(patient: RegisteredPatient, lie: Lie | undefined): RegisteredPatient {
    if (lie !== 'wrong-patient') return patient;
    return (
      this.#store.byFhirId(otherPatientId(this.chartOf(patient))) ??
      this.#store.fromNumber(1, 1)[0] ??
      patient
    );
  }

  #patients(query: URLSearchParams): readonly Resource[] {
    const rest = new URLSearchParams(query);
    for (const name of ['identifier', '_id', 'family', 'given', 'birthdate']) rest.delete(name);
    const found = this.#candidates(query).flatMap((one) => this.record(one, 'Patient'));
    return filter('Patient', found, rest);
  }

  #candidates(query: URLSearchParams): readonly RegisteredPatient[] {
    const identifier = query.get('identifier');
    if (identifier !== null) {
      const bar = identifier.lastIndexOf('|');
      const system = bar < 0 ? CHI_SYSTEM : identifier.slice(0, bar);
      const patient = system === CHI_SYSTEM ? this.#store.byChi(identifier.slice(bar + 1)) : undefined;
      return patient === undefined ? [] : [patient];
    }
    const id = query.get('_id');
    if (id !== null) return [this.#store.byFhirId(id)].filter((one) => one !== undefined);
    const family = query.get('family');
    const birthdate = query.get('birthdate');
    if (family === null && birthdate === null) {
      throw new SearchRefused('a search for patients needs an identifier, a family name or a date of birth');
    }
    const found =
      family === null
        ? this.#store.byBirthDate(birthdate ?? '', 200)
        : this.#store.byName({ surname: family, forename: query.get('given') ?? '' }, 200);
    return birthdate === null ? found : found.filter((one) => one.entry.birthDate === birthdate);
  }

  #included(matches: readonly Resource[], query: URLSearchParams): readonly Resource[] {
    const wanted = query.getAll('_include');
    const references = matches.flatMap((one) => [
      ...(wanted.includes('Patient:general-practitioner') ? referencesIn(one['generalPractitioner']) : []),
      ...(wanted.includes('MedicationRequest:medication') ? referencesIn([one['medicationReference']]) : []),
    ]);
    return [...new Set(references)].flatMap((reference) => {
      const [type = '', id = ''] = reference.split('/');
      return this.#find(type, id) ?? [];
    });
  }
}

function referencesIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const reference = (one as { reference?: unknown } | undefined)?.reference;
    return typeof reference === 'string' ? [reference] : [];
  });
}
