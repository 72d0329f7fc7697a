import { flags, incapacityCertificates } from './alerts.ts';
import { allergies } from './allergies.ts';
import type { Chart } from './chart.ts';
import { communications, episodesOfCare, observations } from './community.ts';
import { patientResource } from './demographics.ts';
import { appointments, documents, encounters } from './hospital.ts';
import { withNastiness } from './nasty.ts';
import { conditions, medicationRequests } from './problem-list.ts';
import type { Resource } from './resource.ts';

const MAKERS = {
  Patient: (chart: Chart): readonly Resource[] => [patientResource(chart)],
  AllergyIntolerance: allergies,
  Appointment: appointments,
  Communication: communications,
  Condition: conditions,
  Consent: incapacityCertificates,
  DocumentReference: documents,
  Encounter: encounters,
  EpisodeOfCare: episodesOfCare,
  Flag: flags,
  MedicationRequest: medicationRequests,
  Observation: observations,
} as const;

export type ClinicalType = keyof typeof MAKERS;
export const CLINICAL_TYPES = Object.keys(MAKERS) as readonly ClinicalType[];

export function isClinicalType(type: string): type is ClinicalType {
  return Object.hasOwn(MAKERS, type);
}

/** Every resource of one type in a person's record, made when it is asked for and kept nowhere. */
export function resourcesOf(chart: Chart, type: ClinicalType): readonly Resource[] {
  return withNastiness(chart, type, MAKERS[type](chart));
}
