import type { Mark } from '@solway/record';
import { SourceFailure } from '../source-failure.ts';
import { readSearchPage } from './bundle.ts';
import { listAt, textAt } from './json.ts';
import { readMarks } from './marks.ts';

/** A person on the server, as it holds them at `readAtMs`. */
export interface ResolvedPatient {
  readonly id: string;
  readonly resource: unknown;
  readonly marks: readonly Mark[];
  readonly included: readonly unknown[];
  readonly readAtMs: number;
}

interface Lookup {
  readonly answer: Promise<ResolvedPatient>;
  readonly controller: AbortController;
  waiting: number;
  /** Undefined while under way. */
  doneAtMs?: number;
}

const LOGICAL_ID = /^[A-Za-z0-9\-.]{1,64}$/;
const MOST_KEPT = 1_000;

/**
 * Finds persons by identifier. Fetches for one person that come together share one lookup, and those of the next few
 * seconds its answer: a page asks a dozen things about one person at once. Failures are never kept. A lookup
 * is cancelled when the last of those waiting for it has gone.
 */
export class PatientDirectory {
  readonly #lookups = new Map<string, Lookup>();
  readonly #find: (personId: string, signal: AbortSignal) => Promise<ResolvedPatient>;
  readonly #keptMs: number;
  readonly #nowMs: () => number;

  constructor(
    find: (personId: string, signal: AbortSignal) => Promise<ResolvedPatient>,
    keptMs: number,
    nowMs: () => number,
  ) {
    this.#find = find;
    this.#keptMs = keptMs;
    this.#nowMs = nowMs;
  }

  async resolve(personId: string, signal: AbortSignal): Promise<ResolvedPatient> {
    signal.throwIfAborted();
    const lookup = this.#current(personId) ?? this.#begin(personId);
    lookup.waiting += 1;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(new SourceFailure('timeout', 'ended by its deadline or caller'));
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([lookup.answer, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      lookup.waiting -= 1;
      if (lookup.waiting === 0 && lookup.doneAtMs === undefined) {
        this.#forget(personId, lookup);
        lookup.controller.abort();
      }
    }
  }

  #current(personId: string): Lookup | undefined {
    const lookup = this.#lookups.get(personId);
    if (lookup?.doneAtMs === undefined) return lookup;
    const ageMs = this.#nowMs() - lookup.doneAtMs;
    if (ageMs >= 0 && ageMs < this.#keptMs) return lookup;
    this.#lookups.delete(personId);
    return undefined;
  }

  #begin(personId: string): Lookup {
    const controller = new AbortController();
    const lookup: Lookup = { answer: this.#find(personId, controller.signal), controller, waiting: 0 };
    lookup.answer.then(
      (patient) => (lookup.doneAtMs = patient.readAtMs),
      () => this.#forget(personId, lookup),
    );
    this.#lookups.set(personId, lookup);
    if (this.#lookups.size > MOST_KEPT) {
      const [oldest] = this.#lookups.keys();
      if (oldest !== undefined) this.#lookups.delete(oldest);
    }
    return lookup;
  }

  #forget(personId: string, lookup: Lookup): void {
    if (this.#lookups.get(personId) === lookup) this.#lookups.delete(personId);
  }
}

/**
 * The one Patient of a search by identifier.
 * @throws {SourceFailure} `person-not-found` for none; `source-error` for two, or for one who does not carry the
 * identifier that was asked for.
 */
export function onePatient(
  body: unknown,
  personId: string,
  systems: readonly string[],
  readAtMs: number,
): ResolvedPatient {
  const page = readSearchPage(body);
  const patients = page.matches.filter((one) => textAt(one, 'resourceType') === 'Patient');
  if (patients.length !== page.matches.length)
    throw new SourceFailure('source-error', 'a search for a Patient answered with something else');
  const [patient, second] = patients;
  if (patient === undefined) throw new SourceFailure('person-not-found', 'nobody has this identifier');
  if (second !== undefined || page.nextLink !== undefined || (page.total ?? 1) > 1)
    throw new SourceFailure('source-error', 'more than one Patient has this identifier');
  const id = textAt(patient, 'id');
  if (id === undefined || !LOGICAL_ID.test(id))
    throw new SourceFailure('source-error', 'the Patient has no usable id');
  const carries = listAt(patient, 'identifier').some(
    (one) => textAt(one, 'value') === personId && systems.includes(textAt(one, 'system') ?? ''),
  );
  if (!carries)
    throw new SourceFailure('source-error', 'the Patient does not carry the identifier asked for');
  const marks = readMarks(patient, 'restricted-person');
  if (marks === undefined)
    throw new SourceFailure('source-error', "the Patient's security labels can not be read");
  return { id, resource: patient, marks: marks.marks, included: page.included, readAtMs };
}
