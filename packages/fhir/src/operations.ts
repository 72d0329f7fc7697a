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
