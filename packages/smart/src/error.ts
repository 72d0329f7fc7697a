import { SolwayError } from '@solway/kernel';

/** Why a client was refused. `smart-clients-invalid` is the registration's own. */
export type SmartRefusal =
  | 'smart-clients-invalid'
  | 'smart-request-malformed'
  | 'smart-client-refused'
  | 'smart-redirect-unregistered'
  | 'smart-audience-wrong'
  | 'smart-response-type-unsupported'
  | 'smart-grant-unsupported'
  | 'smart-grant-refused'
  | 'smart-scope-refused'
  | 'smart-launch-refused'
  | 'smart-throttled';

/** Of each refusal its code in OAuth 2.0 (RFC 6749), and the status it is answered with. */
const OAUTH: Readonly<Record<SmartRefusal, readonly [error: string, status: number]>> = {
  'smart-clients-invalid': ['server_error', 500],
  'smart-request-malformed': ['invalid_request', 400],
  'smart-client-refused': ['invalid_client', 401],
  'smart-redirect-unregistered': ['invalid_request', 400],
  'smart-audience-wrong': ['invalid_request', 400],
  'smart-response-type-unsupported': ['unsupported_response_type', 400],
  'smart-grant-unsupported': ['unsupported_grant_type', 400],
  'smart-grant-refused': ['invalid_grant', 400],
  'smart-scope-refused': ['invalid_scope', 400],
  'smart-launch-refused': ['access_denied', 400],
  'smart-throttled': ['temporarily_unavailable', 429],
};

export class SmartError extends SolwayError<SmartRefusal> {
  /** The code that OAuth has for it. */
  get oauth(): string {
    return OAUTH[this.code][0];
  }

  get status(): number {
    return OAUTH[this.code][1];
  }
}
