import type { Practitioner } from '@medplum/fhirtypes';
import type { Caller } from './caller.ts';
import { noSuch, scopeMissing } from './entries.ts';
import type { FhirAnswer } from './outcome.ts';
import type { FhirService } from './service.ts';

/** The user whom the token was given for, as `fhirUser` names them; nobody else can be read. */
export function readPractitioner(
  { ids }: FhirService,
  { token, may }: Caller,
  id: string | undefined,
): FhirAnswer {
  if (!may('Practitioner', 'read')) throw scopeMissing();
  if (id !== ids.practitionerId(token.client_id, token.organisation, token.user_id))
    throw noSuch('Practitioner');
  const resource: Practitioner & { readonly id: string } = {
    resourceType: 'Practitioner',
    id,
    identifier: [{ system: `urn:solway:staff:${token.organisation}`, value: token.user_id }],
    active: true,
    name: [{ text: token.user_name }],
  };
  return { status: 200, resource };
}
