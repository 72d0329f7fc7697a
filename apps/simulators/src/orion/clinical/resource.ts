/** A FHIR R4 resource as JSON. The stand-in also sends malformed ones on purpose, so nothing more is promised. */
export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}

const SNOMED = 'http://snomed.info/sct';
export const CHI_SYSTEM = 'urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53';
export const MARK_SYSTEM = 'urn:solway:codesystem:mark';
export const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

/** A coded idea with its words; without a code, the words alone. */
export function concept(display: string, code?: string, system = SNOMED): unknown {
  return code === undefined ? { text: display } : { coding: [{ system, code, display }], text: display };
}

export const coded = (system: string, code: string): unknown => ({ coding: [{ system, code }] });
