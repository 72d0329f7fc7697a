import type { OperationDefinition } from '@medplum/fhirtypes';

/** The operations on Patient that there are, as far as their definitions go. */
export const OPERATIONS = [
  {
    name: 'summary',
    title: 'Summary of what is shared about a person, as a document',
    type: false,
    instance: true,
    affectsState: false,
    parameter: [{ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' }],
  },
  {
    name: 'match',
    title: 'Who of the CHI register somebody may be (IHE PDQm ITI-119)',
    type: true,
    instance: false,
    affectsState: false,
    parameter: [
      { name: 'resource', use: 'in', min: 1, max: '1', type: 'Patient' },
      { name: 'onlyCertainMatches', use: 'in', min: 0, max: '1', type: 'boolean' },
      { name: 'count', use: 'in', min: 0, max: '1', type: 'integer' },
      { name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' },
    ],
  },
  {
    name: 'ihe-pix',
    title: 'What a number of the client’s own side stands for (IHE PIXm ITI-83)',
    type: true,
    instance: false,
    affectsState: false,
    parameter: [
      { name: 'sourceIdentifier', use: 'in', min: 1, max: '1', type: 'string', searchType: 'token' },
      { name: 'targetSystem', use: 'in', min: 0, max: '1', type: 'uri' },
      { name: 'targetIdentifier', use: 'out', min: 0, max: '1', type: 'Identifier' },
      { name: 'targetId', use: 'out', min: 0, max: '1', type: 'Reference' },
    ],
  },
] as const;

export function operationDefinition(base: string, name: string): OperationDefinition | undefined {
  const operation = OPERATIONS.find((one) => one.name === name);
  if (operation === undefined) return undefined;
  const { title, type, instance, affectsState, parameter } = operation;
  return {
    resourceType: 'OperationDefinition',
    id: name,
    url: `${base}/OperationDefinition/${name}`,
    name: `Patient_${name.replaceAll('-', '_')}`,
    title,
    status: 'active',
    kind: 'operation',
    code: name,
    resource: ['Patient'],
    system: false,
    type,
    instance,
    affectsState,
    parameter: parameter.map((one) => ({ ...one })),
  };
}
