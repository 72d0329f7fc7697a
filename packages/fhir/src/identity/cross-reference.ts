import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { CHI_SYSTEM, CHI_SYSTEMS_READ } from '@solway/kernel';
import { NOT_MATCHED } from '../absence.ts';
import type { Caller } from '../caller.ts';
import { noSuch, scopeMissing } from '../entries.ts';
import { FhirError, type FhirAnswer } from '../outcome.ts';
import { numberOf, peopleFor } from '../patients.ts';
import { matchedOf, walkItems } from '../person.ts';
import { type AskedSearch, readSearch, single } from '../search/parameters.ts';
import type { FhirService } from '../service.ts';
import { recordIdentityQuery } from './record.ts';

const CROSS_REFERENCE_PARAMETERS = ['sourceIdentifier', 'targetSystem'] as const;

/**
 * `Patient/$ihe-pix` (IHE PIXm ITI-83): the number of the client's own side to what it stands for. The council is given
 * the CHI number that a link in force leads to, where the agreement gives it the demographics; the health side its own
 * Patient, and no number of the council's: no clause shares one.
 * @throws {FhirError} `fhir-not-found`, `fhir-not-matched`, `fhir-not-shared`, `fhir-parameter-…`
 */
export async function crossReference(
  service: FhirService,
  caller: Caller,
  asked: AskedSearch,
): Promise<FhirAnswer> {
  if (!caller.may('Patient', 'search')) throw scopeMissing();
  const search = readSearch(asked, CROSS_REFERENCE_PARAMETERS, []);
  const source = single(search, 'sourceIdentifier');
  if (source === undefined || !source.includes('|'))
    throw new FhirError('fhir-parameter-missing', 'sourceIdentifier is to be a system and a number');
  const target = single(search, 'targetSystem');
  if (target !== undefined && !CHI_SYSTEMS_READ.includes(target))
    throw new FhirError('fhir-not-shared', 'no clause shares numbers of this system');
  const ids = numberOf(source, caller.side);
  const [known] = ids.length === 0 ? [] : await peopleFor(service, caller, { ids }, 1);
  await recordIdentityQuery(service, caller, 'cross-reference', known === undefined ? [] : [known.person]);
  if (known === undefined) throw noSuch('Patient');
  const { person } = known;
  const patientId = service.ids.patientId(caller.token.client_id, person);
  const parameter: ParametersParameter[] = [
    { name: 'targetId', valueReference: { reference: `Patient/${patientId}` } },
  ];
  if ('personId' in person) {
    const { summary } = matchedOf(await walkItems(service, caller, person, ['demographics']));
    if (summary.person.chi === undefined) throw new FhirError('fhir-not-matched', NOT_MATCHED);
    parameter.unshift({
      name: 'targetIdentifier',
      valueIdentifier: { system: CHI_SYSTEM, value: summary.person.chi },
    });
  }
  const resource: Parameters = { resourceType: 'Parameters', parameter };
  return { status: 200, resource };
}
