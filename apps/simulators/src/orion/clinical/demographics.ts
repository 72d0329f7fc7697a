import { PRACTICES, type Practice, practiceByCode } from '../../population/practices.ts';
import type { Chart } from './chart.ts';
import { CHI_SYSTEM, CONFIDENTIALITY, type Resource } from './resource.ts';

/** One in so many patients is a person whose whole record is under the strictest confidentiality. */
const VERY_RESTRICTED = 0.003;

export function isVeryRestricted(chart: Chart): boolean {
  return chart.random('very-restricted').chance(VERY_RESTRICTED);
}

export function patientResource(chart: Chart): Resource {
  const { entry, id } = chart.patient;
  const title = titleOf(chart);
  return {
    resourceType: 'Patient',
    id,
    meta: {
      lastUpdated: `${chart.daysAgo(chart.random('updated').between(1, 400))}T09:00:00Z`,
      ...(isVeryRestricted(chart)
        ? { security: [{ system: CONFIDENTIALITY, code: 'V', display: 'very restricted' }] }
        : {}),
    },
    identifier: [{ use: 'official', system: CHI_SYSTEM, value: entry.chi }],
    active: true,
    name: [
      {
        use: 'official',
        family: entry.surname,
        given: entry.forenames,
        ...(title === '' ? {} : { prefix: [title] }),
      },
      ...(entry.knownAs === '' ? [] : [{ use: 'nickname', given: [entry.knownAs] }]),
    ],
    ...(entry.telephone === ''
      ? {}
      : { telecom: [{ system: 'phone', value: entry.telephone, use: 'home' }] }),
    gender: entry.sex === 'F' ? 'female' : 'male',
    birthDate: entry.birthDate,
    ...(entry.deathDate === '' ? {} : { deceasedDateTime: entry.deathDate }),
    address: [
      {
        use: 'home',
        line: entry.address.split(', ').slice(0, -1),
        city: entry.address.split(', ').at(-1),
        postalCode: entry.postcode,
      },
    ],
    generalPractitioner: [practiceReference(practiceByCode(entry.gpPractice) ?? PRACTICES[0])],
  };
}

function titleOf(chart: Chart): string {
  const { entry } = chart.patient;
  if (chart.age < 16) return '';
  if (entry.sex === 'M') return 'Mr';
  return entry.previousSurnames.length > 0 ? 'Mrs' : 'Ms';
}

function practiceReference(practice: Practice | undefined): unknown {
  return practice === undefined
    ? undefined
    : { reference: `Organization/gp-${practice.code}`, display: practice.name };
}

export function practiceResource(id: string): Resource | undefined {
  const practice = practiceByCode(id.replace(/^gp-/, ''));
  if (practice === undefined || !id.startsWith('gp-')) return undefined;
  return {
    resourceType: 'Organization',
    id,
    active: true,
    identifier: [{ system: 'urn:solway:gp-practice', value: practice.code }],
    name: practice.name,
    telecom: [{ system: 'phone', value: practice.telephone }],
    address: [{ text: practice.address }],
  };
}
