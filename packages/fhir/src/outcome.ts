import type { OperationOutcome, OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { SolwayError } from '@solway/kernel';

/** The code system of the codes that Solway gives beside FHIR's own: refusals, and the forms of absence. */
const SOLWAY_CODES = 'urn:solway:fhir:outcome';

/** Why a FHIR request was refused. */
export type FhirRefusal =
  | 'fhir-token-missing'
  | 'fhir-token-refused'
  | 'fhir-scope-missing'
  | 'fhir-person-not-open'
  | 'fhir-type-unknown'
  | 'fhir-direction-other'
  | 'fhir-interaction-unsupported'
  | 'fhir-parameter-unknown'
  | 'fhir-parameter-malformed'
  | 'fhir-parameter-missing'
  | 'fhir-format-unsupported'
  | 'fhir-body-malformed'
  | 'fhir-not-found'
  | 'fhir-not-matched'
  | 'fhir-not-shared'
  | 'fhir-unavailable'
  | 'fhir-too-many'
  | 'fhir-throttled'
  | 'fhir-overtaken'
  | 'fhir-server-error';

interface Refused {
  readonly status: number;
  readonly issue: OperationOutcomeIssue['code'];
}

const REFUSED: Readonly<Record<FhirRefusal, Refused>> = {
  'fhir-token-missing': { status: 401, issue: 'login' },
  'fhir-token-refused': { status: 401, issue: 'expired' },
  'fhir-scope-missing': { status: 403, issue: 'forbidden' },
  'fhir-person-not-open': { status: 403, issue: 'forbidden' },
  'fhir-type-unknown': { status: 404, issue: 'not-supported' },
  'fhir-direction-other': { status: 404, issue: 'not-supported' },
  'fhir-interaction-unsupported': { status: 405, issue: 'not-supported' },
  'fhir-parameter-unknown': { status: 400, issue: 'not-supported' },
  'fhir-parameter-malformed': { status: 400, issue: 'value' },
  'fhir-parameter-missing': { status: 400, issue: 'required' },
  'fhir-format-unsupported': { status: 406, issue: 'not-supported' },
  'fhir-body-malformed': { status: 400, issue: 'structure' },
  'fhir-not-found': { status: 404, issue: 'not-found' },
  'fhir-not-matched': { status: 404, issue: 'not-found' },
  'fhir-not-shared': { status: 403, issue: 'suppressed' },
  'fhir-unavailable': { status: 503, issue: 'transient' },
  'fhir-too-many': { status: 400, issue: 'too-costly' },
  'fhir-throttled': { status: 429, issue: 'throttled' },
  'fhir-overtaken': { status: 409, issue: 'conflict' },
  'fhir-server-error': { status: 500, issue: 'exception' },
};

/** A refusal that becomes a status and an OperationOutcome. Its message holds nothing of a person. */
export class FhirError extends SolwayError<FhirRefusal> {
  /** What else there is to say: the items that could not be answered, each with its own reason. */
  readonly issues: readonly OperationOutcomeIssue[];

  constructor(code: FhirRefusal, message: string, issues: readonly OperationOutcomeIssue[] = []) {
    super(code, message);
    this.issues = issues;
  }

  get status(): number {
    return REFUSED[this.code].status;
  }
}

/** A status and a resource: what a handler answers, whatever carries it. */
export interface FhirAnswer {
  readonly status: number;
  readonly resource: Resource;
  readonly headers?: Readonly<Record<string, string>>;
}

export function answerOf(error: FhirError): FhirAnswer {
  const { status, issue } = REFUSED[error.code];
  const resource: OperationOutcome = {
    resourceType: 'OperationOutcome',
    issue: [issueOf('error', issue, error.code, error.message), ...error.issues],
  };
  return { status, resource, ...(status === 503 ? { headers: { 'retry-after': '5' } } : {}) };
}

export function issueOf(
  severity: OperationOutcomeIssue['severity'],
  code: OperationOutcomeIssue['code'],
  own: string,
  text: string,
): OperationOutcomeIssue {
  return { severity, code, details: { coding: [{ system: SOLWAY_CODES, code: own }], text } };
}
