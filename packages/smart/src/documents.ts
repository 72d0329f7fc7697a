import { ASSERTION_ALGORITHMS } from './client-auth.ts';
import { OTHER_SCOPES } from './scopes.ts';
import { SMART_PATHS, type SmartService } from './service.ts';

const AUTH_METHODS = ['private_key_jwt'];
const RESOURCE_SCOPES = ['patient/*.rs', 'user/*.rs', 'system/*.rs'];

type Served = Pick<SmartService, 'fhirBase' | 'issuer'>;

/** `.well-known/smart-configuration` of SMART App Launch 2.2. */
export function smartConfiguration({ issuer }: Served): Readonly<Record<string, unknown>> {
  return {
    ...endpoints(issuer),
    grant_types_supported: ['authorization_code', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [...OTHER_SCOPES, ...RESOURCE_SCOPES],
    capabilities: [
      'launch-ehr',
      'client-public',
      'client-confidential-asymmetric',
      'context-banner',
      'context-ehr-patient',
      'sso-openid-connect',
      'permission-patient',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
  };
}

/** OpenID Connect Discovery 1.0, for clients that begin there. */
export function openidConfiguration({ issuer }: Served): Readonly<Record<string, unknown>> {
  return {
    ...endpoints(issuer),
    grant_types_supported: ['authorization_code', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [...OTHER_SCOPES, ...RESOURCE_SCOPES],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce', 'fhirUser', 'name'],
  };
}

function endpoints(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}${SMART_PATHS.authorize}`,
    token_endpoint: `${issuer}${SMART_PATHS.token}`,
    jwks_uri: `${issuer}${SMART_PATHS.jwks}`,
    introspection_endpoint: `${issuer}${SMART_PATHS.introspect}`,
    introspection_endpoint_auth_methods_supported: AUTH_METHODS,
    revocation_endpoint: `${issuer}${SMART_PATHS.revoke}`,
    revocation_endpoint_auth_methods_supported: [...AUTH_METHODS, 'none'],
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: [...AUTH_METHODS, 'none'],
    token_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
  };
}
