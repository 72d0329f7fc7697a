import { join } from 'node:path';
import type { Walk } from '@solway/disclosure';
import { type FhirService, heldRegister, Ids, PageTokens } from '@solway/fhir';
import type { ChiNumber, MosaicPersonId } from '@solway/kernel';
import { type ClientRegister, KeyRing, RateLimit, type SmartService } from '@solway/smart';
import { keysFolder, secretKey } from '../keys.ts';

/** Where the FHIR service answers, below our own address. */
export const FHIR_PATH = '/fhir/R4';

/** What the FHIR surface and its authorisation server stand on, together. */
export interface FhirParts {
  readonly service: FhirService;
  readonly smart: SmartService;
  readonly limit: RateLimit;
}

/** The walk is the pages' own: a client is one more host in it, and opens no page. */
export async function openFhir(options: {
  readonly walk: Walk;
  readonly register: ClientRegister;
  readonly publicUrl: string;
  readonly dataFolder: string;
}): Promise<FhirParts> {
  const { walk, register, publicUrl, dataFolder } = options;
  const master = secretKey(dataFolder, 'fhir-ids');
  const ids = new Ids(master);
  const base = `${publicUrl}${FHIR_PATH}`;
  return {
    service: {
      walk,
      base,
      ids,
      pages: new PageTokens(master),
      register: heldRegister(walk.db, () => Date.parse(walk.clock())),
    },
    smart: {
      walk,
      register,
      keys: await KeyRing.open(join(keysFolder(dataFolder), 'smart'), Date.parse(walk.clock())),
      issuer: publicUrl,
      fhirBase: base,
      names: {
        patient(clientId, { chi, person_id: personId }) {
          if (chi !== null) return ids.patientId(clientId, { chi: chi as ChiNumber });
          return personId === null
            ? undefined
            : ids.patientId(clientId, { personId: personId as MosaicPersonId });
        },
        practitioner: (clientId, organisation, userId) => ids.practitionerId(clientId, organisation, userId),
      },
    },
    limit: new RateLimit(),
  };
}
