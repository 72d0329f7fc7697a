import type { Caller } from './caller.ts';
import { readEntry, searchEntries } from './entries.ts';
import { crossReference } from './identity/cross-reference.ts';
import { matchPatient } from './identity/match.ts';
import { answerOf, FhirError, type FhirAnswer } from './outcome.ts';
import { readPatient, searchPatients } from './patients.ts';
import { readPractitioner } from './practitioner.ts';
import { ENTRY_TYPES } from './resources/kinds.ts';
import type { AskedSearch } from './search/parameters.ts';
import type { FhirService } from './service.ts';
import { patientSummary, unknownOperation } from './summary-document.ts';

/** A request, whatever carried it. `path` is what follows the base address, in its parts, decoded. */
export interface FhirRequest {
  readonly method: string;
  readonly path: readonly string[];
  /** The query, or the form of a `POST …/_search`. */
  readonly parameters: AskedSearch['parameters'];
  /** `Prefer: handling=strict` */
  readonly strict: boolean;
  /** The body of an operation, read as JSON. */
  readonly body?: unknown;
}

const TYPES: ReadonlySet<string> = new Set(['Patient', 'Practitioner', ...ENTRY_TYPES]);

/** Answers a request, or says why not. Never rejects for anything that a client did. */
export async function handle(
  service: FhirService,
  caller: Caller,
  request: FhirRequest,
): Promise<FhirAnswer> {
  try {
    return await route(service, caller, request);
  } catch (error) {
    if (error instanceof FhirError) return answerOf(error);
    throw error;
  }
}

async function route(service: FhirService, caller: Caller, request: FhirRequest): Promise<FhirAnswer> {
  const { method, path } = request;
  const [type = '', id, operation] = path;
  if (path.length === 0)
    throw new FhirError(
      'fhir-interaction-unsupported',
      'there are no batches and no searches over all types',
    );
  if (type === 'Practitioner' && path.length === 2 && method === 'GET')
    return readPractitioner(service, caller, id);
  if (!TYPES.has(type)) throw new FhirError('fhir-type-unknown', 'there is no such type of resource here');
  if (type === 'Practitioner')
    throw new FhirError('fhir-interaction-unsupported', 'a user is read, and not searched for');
  if (path.length === 1 && method === 'GET') return search(service, caller, type, request);
  if (path.length === 2 && id === '_search' && method === 'POST')
    return search(service, caller, type, request);
  if (path.length === 2 && id !== undefined && method === 'GET' && !id.startsWith('$') && !id.startsWith('_'))
    return type === 'Patient' ? readPatient(service, caller, id) : readEntry(service, caller, type, id);
  if (type === 'Patient' && path.length === 2 && id?.startsWith('$') === true)
    return operationOnType(service, caller, id, request);
  if (type === 'Patient' && path.length === 3 && operation?.startsWith('$') === true) {
    if (operation === '$summary' && (method === 'GET' || method === 'POST'))
      return patientSummary(service, caller, id);
    throw unknownOperation(operation);
  }
  throw new FhirError('fhir-interaction-unsupported', 'there is no such interaction here: see metadata');
}

function operationOnType(
  service: FhirService,
  caller: Caller,
  operation: string,
  { method, parameters, strict, body }: FhirRequest,
): Promise<FhirAnswer> {
  if (operation === '$match' && method === 'POST') return matchPatient(service, caller, body);
  if (operation === '$ihe-pix' && method === 'GET')
    return crossReference(service, caller, { parameters, strict });
  throw unknownOperation(operation);
}

function search(
  service: FhirService,
  caller: Caller,
  type: string,
  request: FhirRequest,
): Promise<FhirAnswer> {
  const { parameters, strict } = request;
  const page = parameters.find(([name]) => name === '_page')?.[1];
  if (page === undefined) {
    const asked = { parameters, strict };
    return type === 'Patient'
      ? searchPatients(service, caller, asked)
      : searchEntries(service, caller, type, asked);
  }
  const next = service.pages.open(page, caller.token.client_id, type);
  return searchEntries(service, caller, type, next, next.after);
}
