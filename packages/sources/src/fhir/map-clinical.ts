import { notOfThisItem } from '../mapping/outcome.ts';
import { NO_KNOWN_ALLERGY, SNOMED } from './codes.ts';
import { at, listAt, textAt } from './json.ts';
import { hasCode, mappingOf } from './resource-reader.ts';

const PAST = new Set(['inactive', 'resolved']);

/** Refuted and past allergies are left out; one with no status is shown, which is the safer mistake. */
export const mapAllergy = mappingOf('allergies', 'AllergyIntolerance', 'patient', (allergy, read) => {
  if (statusIn(allergy['clinicalStatus'], PAST)) return notOfThisItem('not-active');
  if (statusIn(allergy['verificationStatus'], new Set(['refuted']))) return notOfThisItem('refuted');
  const recorded = read.date(allergy['recordedDate'], 'recorded');
  if (hasCode(allergy['code'], SNOMED, NO_KNOWN_ALLERGY)) return read.shown({ kind: 'none-known', recorded });
  const substance = read.concept(allergy['code'], 'substance');
  if (substance === undefined) return read.missing('substance');
  const reactions = read
    .list(allergy['reaction'], 'reaction')
    .flatMap((reaction) =>
      read
        .list(at(reaction, 'manifestation'), 'manifestation')
        .flatMap((one) => read.concept(one, 'reaction') ?? []),
    );
  const worst = listAt(allergy, 'reaction').find((reaction) => textAt(reaction, 'severity') === 'severe');
  return read.shown({
    kind: 'allergy',
    substance,
    reaction: reactions.length === 0 ? undefined : [...new Set(reactions)].join(', '),
    severity: severity(read.text(allergy['criticality'], 'criticality'), worst !== undefined),
    recorded,
  });
});

export const mapMedicine = mappingOf('medicines', 'MedicationRequest', 'subject', (request, read) => {
  const status = read.text(request['status'], 'status');
  if (status === undefined) return read.missing('status');
  if (status !== 'active') return notOfThisItem('not-active');
  if (request['intent'] === 'proposal' || request['intent'] === 'option')
    return notOfThisItem('not-an-order');
  const reference = request['medicationReference'];
  const name =
    read.concept(request['medicationCodeableConcept'], 'medicine') ??
    read.concept(at(read.referenced(reference), 'code'), 'medicine') ??
    read.text(at(reference, 'display'), 'medicine');
  if (name === undefined) return read.missing('medicine');
  const doses = read
    .list(request['dosageInstruction'], 'dose')
    .flatMap(
      (dose) =>
        read.text(at(dose, 'text'), 'dose', 'detail') ??
        read.text(at(dose, 'patientInstruction'), 'dose') ??
        [],
    );
  return read.shown({
    name,
    dose: doses.length === 0 ? undefined : doses.join('; '),
    started: read.date(request['authoredOn'], 'start'),
    status,
  });
});

/** The Medication that a MedicationRequest refers to, where it must be fetched. */
export function medicationReference(request: unknown): string | undefined {
  const reference = textAt(request, 'medicationReference', 'reference');
  return reference === undefined || reference.startsWith('#') ? undefined : reference;
}

const PAST_PROBLEM = new Set(['inactive', 'resolved', 'remission']);

export const mapProblem = mappingOf('problems', 'Condition', 'subject', (condition, read) => {
  if (statusIn(condition['clinicalStatus'], PAST_PROBLEM)) return notOfThisItem('not-active');
  if (statusIn(condition['verificationStatus'], new Set(['refuted']))) return notOfThisItem('refuted');
  const name = read.concept(condition['code'], 'problem');
  if (name === undefined) return read.missing('problem');
  return read.shown({
    name,
    onset:
      read.date(condition['onsetDateTime'], 'onset') ??
      read.date(at(condition, 'onsetPeriod', 'start'), 'onset'),
    status: read.text(at(condition, 'clinicalStatus', 'coding', 0, 'code'), 'status'),
  });
});

function severity(criticality: string | undefined, severe: boolean): string | undefined {
  if (criticality === 'high') return 'high risk';
  if (severe) return 'severe reaction';
  if (criticality === 'low') return 'low risk';
  return criticality === 'unable-to-assess' ? 'risk not assessed' : criticality;
}

function statusIn(concept: unknown, codes: ReadonlySet<string>): boolean {
  return listAt(concept, 'coding').some((coding) => codes.has(textAt(coding, 'code') ?? ''));
}
