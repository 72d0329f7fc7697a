import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceSearchParam,
} from '@medplum/fhirtypes';
import { includesOf, parametersOf } from './entries.ts';
import { OPERATIONS } from './operations.ts';
import { PATIENT_PARAMETERS } from './patients.ts';
import { ENTRY_TYPES } from './resources/kinds.ts';

/** Of each search parameter its type, as FHIR R4 has it. */
const PARAMETER_TYPES: Readonly<Record<string, CapabilityStatementRestResourceSearchParam['type']>> = {
  _id: 'token',
  _lastUpdated: 'date',
  patient: 'reference',
  subject: 'reference',
  identifier: 'token',
  family: 'string',
  given: 'string',
  birthdate: 'date',
  gender: 'token',
  'address-postalcode': 'string',
};

/** Made from the tables that the handlers themselves read: nothing is claimed that is not there, and nothing left out. */
export function capabilityStatement(
  base: string,
  smart: Readonly<Record<'authorize' | 'token' | 'introspect' | 'revoke', string>>,
): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    url: `${base}/metadata`,
    name: 'Solway',
    title: 'Solway: the shared record of a council and a health board, under their agreement',
    status: 'active',
    date: '2026-11-23',
    kind: 'instance',
    implementation: { description: 'Solway', url: base },
    software: { name: 'Solway' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        documentation:
          'Read-only. Nothing is stored here: each request is decided under the agreement in force, asked of the source, and recorded before it is answered. There is no history, and no search but these.',
        security: {
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          extension: [
            {
              url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
              extension: Object.entries(smart).map(([url, valueUri]) => ({ url, valueUri })),
            },
          ],
        },
        resource: [patientResource(base), PRACTITIONER, ...ENTRY_TYPES.map(entryResource)].sort((a, b) =>
          a.type < b.type ? -1 : 1,
        ),
      },
    ],
  };
}

const PRACTITIONER: CapabilityStatementRestResource = {
  type: 'Practitioner',
  documentation: 'The user whom the token was given for, and nobody else.',
  interaction: [{ code: 'read' }],
  versioning: 'no-version',
};

function entryResource(type: string): CapabilityStatementRestResource {
  return {
    type: type as CapabilityStatementRestResource['type'],
    interaction: [{ code: 'read' }, { code: 'search-type' }],
    versioning: 'no-version',
    searchParam: parametersOf(type).map(parameter),
    searchInclude: [...includesOf(type)],
  };
}

function patientResource(base: string): CapabilityStatementRestResource {
  return {
    type: 'Patient',
    interaction: [{ code: 'read' }, { code: 'search-type' }],
    versioning: 'no-version',
    searchParam: PATIENT_PARAMETERS.map(parameter),
    operation: OPERATIONS.map(({ name }) => ({ name, definition: `${base}/OperationDefinition/${name}` })),
  };
}

function parameter(name: string): CapabilityStatementRestResourceSearchParam {
  return { name, type: PARAMETER_TYPES[name] ?? 'special' };
}
