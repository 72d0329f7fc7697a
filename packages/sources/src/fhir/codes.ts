/** Code systems whose display texts are shown without being counted as unknown. A site adds its own. */
export const KNOWN_SYSTEMS: ReadonlySet<string> = new Set([
  'http://snomed.info/sct',
  'https://dmd.nhs.uk',
  'http://loinc.org',
  'http://hl7.org/fhir/sid/icd-10',
  'http://hl7.org/fhir/sid/icd-10-uk',
  'https://fhir.hl7.org.uk/Id/opcs-4',
  'http://read.info/readv2',
  'http://read.info/ctv3',
  'http://terminology.hl7.org/CodeSystem/observation-category',
  'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  'urn:solway:codesystem:flag-category',
  'urn:solway:codesystem:key-information',
  'urn:solway:codesystem:consent-category',
]);

export const MARK_SYSTEM = 'urn:solway:codesystem:mark';
export const ACT_CODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const CONFIDENTIALITY_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
export const FLAG_CATEGORY_SYSTEM = 'urn:solway:codesystem:flag-category';
export const KEY_INFORMATION_SYSTEM = 'urn:solway:codesystem:key-information';
export const CONSENT_CATEGORY_SYSTEM = 'urn:solway:codesystem:consent-category';
export const SNOMED = 'http://snomed.info/sct';

/** SNOMED CT 716186003, "No known allergy": a statement about every allergy. Narrower ones are shown in words. */
export const NO_KNOWN_ALLERGY = '716186003';

/** HL7 v3 Encounter classes. */
export const ENCOUNTER_KINDS: ReadonlyMap<string, 'admission' | 'emergency' | 'other'> = new Map([
  ['IMP', 'admission'],
  ['ACUTE', 'admission'],
  ['NONAC', 'admission'],
  ['SS', 'admission'],
  ['EMER', 'emergency'],
  ['AMB', 'other'],
  ['FLD', 'other'],
  ['HH', 'other'],
  ['OBSENC', 'other'],
  ['PRENC', 'other'],
  ['VR', 'other'],
  // Synthea writes these in small letters or as words.
  ['inpatient', 'admission'],
  ['emergency', 'emergency'],
  ['outpatient', 'other'],
  ['wellness', 'other'],
  ['ambulatory', 'other'],
  ['urgentcare', 'other'],
]);

export const KEY_INFORMATION_KINDS: ReadonlyMap<
  string,
  'future-care-plan' | 'dnacpr' | 'palliative' | 'next-of-kin'
> = new Map([
  ['future-care-plan', 'future-care-plan'],
  ['dnacpr', 'dnacpr'],
  ['palliative', 'palliative'],
  ['next-of-kin', 'next-of-kin'],
]);
