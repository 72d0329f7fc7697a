import type { Walk } from '@solway/disclosure';
import type { ChiRegister } from '@solway/identity';
import type { Ids } from './ids.ts';
import type { PageTokens } from './search/page-token.ts';

/** What the handlers stand on. */
export interface FhirService {
  readonly walk: Walk;
  /** The address of the FHIR service as clients use it, with no slash at the end. */
  readonly base: string;
  readonly ids: Ids;
  readonly pages: PageTokens;
  /** The CHI register, for matching one person at a time. */
  readonly register: () => Promise<ChiRegister>;
}
