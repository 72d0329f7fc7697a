import { CHI_SYSTEMS_READ } from '@solway/kernel';
import type { PersonName } from '@solway/record';
import type { Mapped } from '../mapping/outcome.ts';
import { notOfThisItem } from '../mapping/outcome.ts';
import { withoutUndefined } from '../mapping/without-undefined.ts';
import { at, isObject, listAt, textAt } from './json.ts';
import { type FhirContext, ResourceReader } from './resource-reader.ts';

// The Patient itself was resolved and checked to be the person asked for; these three read it.

export function mapDemographics(patient: unknown, context: FhirContext): Mapped<'demographics'> {
  const read = new ResourceReader('demographics', recordIdOf(patient), patient, context);
  const name = preferred(listAt(patient, 'name'), ['official', 'usual']);
  const family = read.text(at(name, 'family'), 'family name');
  const given = read.text(joined(at(name, 'given')), 'given name');
  // A name in one piece is a name all the same.
  const whole = family === undefined ? read.text(at(name, 'text'), 'family name') : undefined;
  if (family === undefined && whole === undefined) return read.missing('family name');
  return read.shown({
    name: withoutUndefined<PersonName>({
      family: family ?? whole ?? '',
      given: given ?? '',
      title: read.text(joined(at(name, 'prefix')), 'title'),
    }),
    birthDate: read.date(at(patient, 'birthDate'), 'birth date'),
    gender: read.text(at(patient, 'gender'), 'gender'),
    chi: read.text(chiOf(patient), 'CHI number'),
    address: read.text(oneLine(preferred(listAt(patient, 'address'), ['home'])), 'address', 'detail'),
    phone: read.text(phoneOf(patient), 'telephone'),
  });
}

/** An entry only for a person recorded as dead; a date that can't be read leaves the death. */
export function mapDeceased(patient: unknown, context: FhirContext): Mapped<'deceased'> {
  const read = new ResourceReader('deceased', recordIdOf(patient), patient, context);
  const flag = at(patient, 'deceasedBoolean');
  const when = at(patient, 'deceasedDateTime');
  if (flag !== undefined && typeof flag !== 'boolean')
    return read.refused('malformed-record', 'says neither true nor false of the death');
  if (flag !== true && (when === undefined || when === null)) return notOfThisItem('not-recorded-as-dead');
  return read.shown({ date: read.date(when, 'date of death') });
}

/** One entry for the person's practice: an Organization, with the doctor where one is named. */
export function mapGpPractice(patient: unknown, context: FhirContext): Mapped<'gp-practice'> {
  const read = new ResourceReader('gp-practice', recordIdOf(patient), patient, context);
  const references = listAt(patient, 'generalPractitioner');
  if (references.length === 0) return notOfThisItem('no-practice-recorded');
  let practice: string | undefined;
  let doctor: string | undefined;
  let phone: string | undefined;
  let address: string | undefined;
  for (const reference of references) {
    const resource = read.referenced(reference);
    const display = read.text(textAt(reference, 'display'), 'practice');
    if (isPractitioner(resource, reference)) {
      doctor ??= read.text(personName(resource), 'doctor') ?? display;
      phone ??= read.text(phoneOf(resource), 'telephone');
      continue;
    }
    practice ??= read.text(at(resource, 'name'), 'practice') ?? display;
    phone ??= read.text(phoneOf(resource), 'telephone');
    address ??= read.text(oneLine(listAt(resource, 'address')[0]), 'address', 'detail');
  }
  // A doctor alone still says whom to ring.
  if (practice === undefined && doctor !== undefined)
    return read.shown({ practice: doctor, doctor, phone, address });
  if (practice === undefined) return read.missing('practice');
  return read.shown({ practice, doctor, phone, address });
}

/** The references that a gp-practice entry needs resolved. */
export function practiceReferences(patient: unknown): readonly string[] {
  return listAt(patient, 'generalPractitioner').flatMap((reference) => textAt(reference, 'reference') ?? []);
}

export function phoneOf(resource: unknown): string | undefined {
  const phones = listAt(resource, 'telecom').filter((one) => textAt(one, 'system') === 'phone');
  return textAt(preferred(phones, ['home', 'mobile', 'work']), 'value');
}

/** The identifier in any of the systems that CHI numbers are written in. */
function chiOf(patient: unknown): string | undefined {
  const found = listAt(patient, 'identifier').find((one) =>
    CHI_SYSTEMS_READ.includes(textAt(one, 'system') ?? ''),
  );
  return textAt(found, 'value');
}

function recordIdOf(patient: unknown): string {
  return `Patient/${textAt(patient, 'id') ?? '?'}`;
}

/** The first whose use is the most wanted; those no longer in use never. */
function preferred(candidates: readonly unknown[], uses: readonly string[]): unknown {
  const current = candidates.filter(
    (one) => isObject(one) && one['use'] !== 'old' && textAt(one, 'period', 'end') === undefined,
  );
  for (const use of uses) {
    const found = current.find((one) => textAt(one, 'use') === use);
    if (found !== undefined) return found;
  }
  return current[0];
}

function isPractitioner(resource: unknown, reference: unknown): boolean {
  const type = textAt(resource, 'resourceType') ?? textAt(reference, 'type');
  return type === undefined
    ? /(^|\/)Practitioner\//.test(textAt(reference, 'reference') ?? '')
    : type === 'Practitioner';
}

function personName(resource: unknown): unknown {
  const name = preferred(listAt(resource, 'name'), ['official', 'usual']);
  const whole = at(name, 'text');
  return whole ?? joined([at(name, 'prefix'), at(name, 'given'), at(name, 'family')].flat());
}

function oneLine(address: unknown): unknown {
  const whole = at(address, 'text');
  if (whole !== undefined) return whole;
  const parts = [
    at(address, 'line'),
    at(address, 'city'),
    at(address, 'district'),
    at(address, 'postalCode'),
  ];
  const words = parts.flat().filter((part) => typeof part === 'string' && part !== '');
  return words.length === 0 ? undefined : words.join(', ');
}

/** Names and prefixes come as lists of words; anything else is left for the reader to refuse. */
function joined(words: unknown): unknown {
  if (!Array.isArray(words)) return words;
  return words.filter((word) => typeof word === 'string' && word !== '').join(' ');
}
