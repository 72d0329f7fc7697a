import type { CodeableConcept, Coding } from '@medplum/fhirtypes';

// The codes of IHE ITI Basic Audit Log Patterns (BALP) 1.1.4, https://profiles.ihe.net/ITI/BALP/

const PROFILES = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.';
export const PROFILE = {
  patientRead: `${PROFILES}PatientRead`,
  source: `${PROFILES}PrivacyDisclosure.Source`,
  recipient: `${PROFILES}PrivacyDisclosure.Recipient`,
  decision: `${PROFILES}AuthZconsent`,
} as const;

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const coding = (system: string, code: string, display: string): Coding => ({ system, code, display });

export const TYPE = {
  rest: coding('http://terminology.hl7.org/CodeSystem/audit-event-type', 'rest', 'Restful Operation'),
  export: coding(DCM, '110106', 'Export'),
  import: coding(DCM, '110107', 'Import'),
  alert: coding(DCM, '110113', 'Security Alert'),
} as const;

export const SUBTYPE = {
  read: coding('http://hl7.org/fhir/restful-interaction', 'read', 'read'),
  disclose: coding(
    'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle',
    'disclose',
    'Disclose Record Lifecycle Event',
  ),
  decision: coding(
    'https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType',
    'AuthZ-Consent',
    'Authorization Decision using Roles and Consent',
  ),
} as const;

export const AGENT = {
  source: coding(DCM, '110153', 'Source Role ID'),
  destination: coding(DCM, '110152', 'Destination Role ID'),
  application: coding(DCM, '110150', 'Application'),
  user: coding('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP', 'information recipient'),
  organisation: coding('http://terminology.hl7.org/CodeSystem/v3-RoleClass', 'PROV', 'healthcare provider'),
  authorizer: coding(
    'http://terminology.hl7.org/CodeSystem/extra-security-role-type',
    'authserver',
    'authorization server',
  ),
  custodian: coding('http://snomed.info/sct', '159541003', 'Record keeping/library clerk'),
} as const;

const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const ENTITY_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
export const ENTITY = {
  person: coding(ENTITY_TYPE, '1', 'Person'),
  patient: coding(ENTITY_ROLE, '1', 'Patient'),
  system: coding(ENTITY_TYPE, '2', 'System Object'),
  report: coding(ENTITY_ROLE, '3', 'Report'),
  consent: coding('http://hl7.org/fhir/resource-types', 'Consent', 'Consent'),
  request: coding(
    'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
    'XrequestId',
    'X-Request-Id',
  ),
} as const;

const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
/** Purposes of the agreement that have a code of their own; any other is given by its name. */
const PURPOSES: Readonly<Record<string, Coding>> = {
  'direct-care': coding(REASON, 'TREAT', 'treatment'),
  'discharge-planning': coding(REASON, 'COC', 'coordination of care'),
};
export const BREAK_GLASS = coding(REASON, 'BTG', 'break the glass');
export const SERVER = coding(
  'http://terminology.hl7.org/CodeSystem/security-source-type',
  '4',
  'Application Server',
);

export function purposeOfEvent(purpose: string, more: readonly Coding[] = []): CodeableConcept[] {
  const known = PURPOSES[purpose];
  return [
    { ...(known === undefined ? {} : { coding: [known] }), text: purpose },
    ...more.map((one) => ({ coding: [one] })),
  ];
}
