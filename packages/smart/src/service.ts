import type { Walk } from '@solway/disclosure';
import type { ClientRegister } from './clients.ts';
import type { KeyRing } from './key-ring.ts';

/** What the authorisation server stands on. */
export interface SmartService {
  readonly walk: Walk;
  readonly register: ClientRegister;
  readonly keys: KeyRing;
  /** Our own address, with no slash at the end: the issuer. */
  readonly issuer: string;
  /** The FHIR service that tokens are for. */
  readonly fhirBase: string;
  /** How a client is to name a person, and a user. */
  readonly names: {
    patient(
      clientId: string,
      person: { readonly chi: string | null; readonly person_id: string | null },
    ): string | undefined;
    practitioner(clientId: string, organisation: string, userId: string): string;
  };
}

/** Where each part answers, below the issuer. */
export const SMART_PATHS = {
  authorize: '/smart/authorize',
  token: '/smart/token',
  introspect: '/smart/introspect',
  revoke: '/smart/revoke',
  jwks: '/smart/jwks',
} as const;
