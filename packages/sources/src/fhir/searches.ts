import { instantOf, londonTime } from '@solway/kernel';
import type { HealthItem } from '@solway/record';
import { CONSENT_CATEGORY_SYSTEM } from './codes.ts';
import { mapHealthAlert, mapIncapacityCertificate, mapKeyInformation } from './map-alerts.ts';
import { mapAllergy, mapMedicine, mapProblem, medicationReference } from './map-clinical.ts';
import { mapCommunityService } from './map-community.ts';
import { mapLetter, mapNursingNote, mapResult } from './map-documents.ts';
import { mapAppointment, mapEncounter, mapInHospitalNow, twelveMonthsBefore } from './map-encounters.ts';
import type { FhirMapping } from './resource-reader.ts';

/** The items that the Patient itself answers; every other is a search. */
export type PatientItem = 'demographics' | 'gp-practice' | 'deceased';
export type SearchedItem = Exclude<HealthItem, PatientItem>;

export interface FhirSearch<Item extends SearchedItem> {
  readonly resourceType: string;
  /** Beside `patient` and `_count`. */
  readonly parameters: (nowMs: number) => readonly (readonly [name: string, value: string])[];
  readonly map: FhirMapping<Item>;
  /** The reference that the mapping needs resolved, where it was not contained or included. */
  readonly needs?: (resource: unknown) => string | undefined;
  /** Sent twice a day rather than kept live. */
  readonly extract?: true;
}

const none = (): readonly [] => [];

/** One search an item. Whatever a server ignores of it, the mapping's own rules see to. */
export const SEARCHES: { readonly [Item in SearchedItem]: FhirSearch<Item> } = {
  'community-services': {
    resourceType: 'EpisodeOfCare',
    parameters: () => [['status', 'active']],
    map: mapCommunityService,
  },
  allergies: { resourceType: 'AllergyIntolerance', parameters: none, map: mapAllergy },
  medicines: {
    resourceType: 'MedicationRequest',
    parameters: () => [
      ['status', 'active'],
      ['_include', 'MedicationRequest:medication'],
    ],
    map: mapMedicine,
    needs: medicationReference,
  },
  problems: {
    resourceType: 'Condition',
    parameters: () => [['clinical-status', 'active']],
    map: mapProblem,
  },
  'in-hospital-now': {
    resourceType: 'Encounter',
    parameters: () => [['status', 'in-progress']],
    map: mapInHospitalNow,
  },
  'encounters-12-months': {
    resourceType: 'Encounter',
    parameters: (nowMs) => [
      ['date', `ge${londonTime(instantOf(twelveMonthsBefore(nowMs))).date}`],
      ['_sort', '-date'],
    ],
    map: mapEncounter,
  },
  appointments: {
    resourceType: 'Appointment',
    parameters: (nowMs) => [
      ['date', `ge${instantOf(nowMs)}`],
      ['status', 'booked'],
      ['_sort', 'date'],
    ],
    map: mapAppointment,
  },
  // R4 has no search parameter for a Flag's status or category, and a strict server refuses them: the mappings sort them.
  'health-alerts': { resourceType: 'Flag', parameters: none, map: mapHealthAlert },
  'key-information': {
    resourceType: 'Flag',
    parameters: none,
    map: mapKeyInformation,
    extract: true,
  },
  'incapacity-certificate': {
    resourceType: 'Consent',
    parameters: () => [['category', `${CONSENT_CATEGORY_SYSTEM}|awi-s47`]],
    map: mapIncapacityCertificate,
  },
  letters: { resourceType: 'DocumentReference', parameters: () => [['_sort', '-date']], map: mapLetter },
  results: {
    resourceType: 'Observation',
    parameters: () => [
      ['category', 'laboratory,vital-signs'],
      ['_sort', '-date'],
    ],
    map: mapResult,
  },
  'nursing-notes': {
    resourceType: 'Communication',
    parameters: () => [['_sort', '-sent']],
    map: mapNursingNote,
  },
};
