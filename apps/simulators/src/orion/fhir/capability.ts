import { CLINICAL_TYPES } from '../clinical/record.ts';
import { parametersOf } from './search.ts';

export function capabilityStatement(base: string): unknown {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-01-01',
    kind: 'instance',
    software: { name: 'Orion portal stand-in' },
    implementation: { description: 'A stand-in with invented people', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        resource: [
          ...CLINICAL_TYPES.map((type) => ({
            type,
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: [
              { name: '_id', type: 'token' },
              ...(type === 'Patient'
                ? [
                    { name: 'identifier', type: 'token' },
                    { name: 'family', type: 'string' },
                    { name: 'given', type: 'string' },
                    { name: 'birthdate', type: 'date' },
                  ]
                : [{ name: 'patient', type: 'reference' }]),
              ...parametersOf(type).map((name) => ({ name, type: name === 'date' ? 'date' : 'token' })),
            ],
          })),
          ...['Organization', 'Practitioner', 'Medication', 'Location'].map((type) => ({
            type,
            interaction: [{ code: 'read' }],
          })),
        ],
      },
    ],
  };
}
