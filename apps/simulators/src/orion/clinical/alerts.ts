import type { Chart } from './chart.ts';
import { problemsOf } from './problem-list.ts';
import { coded, concept, CONFIDENTIALITY, MARK_SYSTEM, type Resource } from './resource.ts';

const ALERTS = [
  'Falls risk',
  'MRSA carrier',
  'Difficult intravenous access',
  'Needs two to transfer',
  'Swallowing difficulty: modified diet',
  'Violence marker: see two-person rule',
] as const;
const KEY_INFORMATION = 'urn:solway:codesystem:key-information';
const CATEGORY = 'urn:solway:codesystem:flag-category';

export function flags(chart: Chart): readonly Resource[] {
  return [...alerts(chart), ...keyInformation(chart)];
}

function alerts(chart: Chart): readonly Resource[] {
  const random = chart.random('alerts');
  const count = random.chance(chart.age > 70 ? 0.3 : 0.05) ? random.pickRanked([1, 1, 2]) : 0;
  const start = random.between(0, ALERTS.length - 1);
  return Array.from({ length: count }, (_, index) => ({
    resourceType: 'Flag',
    id: chart.id('alert', index),
    ...(random.chance(0.03)
      ? { meta: { security: [{ system: CONFIDENTIALITY, code: 'V', display: 'very restricted' }] } }
      : random.chance(0.03)
        ? { meta: { security: [{ system: MARK_SYSTEM, code: 'third-party' }] } }
        : {}),
    status: random.chance(0.1) ? 'inactive' : 'active',
    category: [coded('http://terminology.hl7.org/CodeSystem/flag-category', 'clinical')],
    code: concept(ALERTS[(start + index) % ALERTS.length] ?? ALERTS[0]),
    subject: chart.subject,
    period: { start: chart.daysAgo(random.between(10, 900)) },
  }));
}

/** The Key Information Summary: an extract, whose time is that of the last sending. */
function keyInformation(chart: Chart): readonly Resource[] {
  const random = chart.random('key-information');
  if (
    !random.chance(
      chart.patient.entry.need === 'frail' ? 0.8 : chart.age > 80 ? 0.35 : chart.age > 65 ? 0.15 : 0.01,
    )
  )
    return [];
  const chosen: [code: string, text: string][] = [['next-of-kin', nextOfKin(chart)]];
  if (random.chance(0.7)) chosen.push(['future-care-plan', 'Future Care Plan exists']);
  if (random.chance(0.35)) chosen.push(['dnacpr', 'DNACPR recorded']);
  if (random.chance(0.15)) chosen.push(['palliative', 'On the palliative care register']);
  return chosen.map(([code, text], index) => ({
    resourceType: 'Flag',
    id: chart.id('key-information', index),
    meta: { lastUpdated: chart.lastExtract },
    status: 'active',
    category: [coded(CATEGORY, 'key-information')],
    code: concept(text, code, KEY_INFORMATION),
    subject: chart.subject,
    period: { start: chart.daysAgo(random.between(20, 700)) },
  }));
}

function nextOfKin(chart: Chart): string {
  const random = chart.random('next-of-kin');
  const spouse = chart.patient.entry.sex === 'M' ? 'wife' : 'husband';
  const relation = random.pick(['daughter', 'son', spouse, spouse, 'sister', 'niece']);
  const phone = `07700 900${`${random.between(0, 999)}`.padStart(3, '0')}`;
  return `Next of kin: ${relation}, ${chart.patient.entry.surname}, ${phone}`;
}

const LACKS_CAPACITY = new Set(['26929004', '429998004', '110359009']);

/** Certificates of incapacity under section 47, for some of those whose illness may take capacity away. */
export function incapacityCertificates(chart: Chart): readonly Resource[] {
  if (chart.age < 16 || !problemsOf(chart).some((one) => LACKS_CAPACITY.has(one.code))) return [];
  const random = chart.random('incapacity');
  if (!random.chance(0.5)) return [];
  const startedAgo = random.between(20, 500);
  return [
    {
      resourceType: 'Consent',
      id: chart.id('certificate', 0),
      status: 'active',
      scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'treatment'),
      category: [
        {
          coding: [
            {
              system: 'urn:solway:codesystem:consent-category',
              code: 'awi-s47',
              display: 'Certificate of incapacity, section 47',
            },
          ],
          text: random.pick([
            'Fundamental healthcare procedures',
            'Treatment of chest infection',
            'Dental care',
          ]),
        },
      ],
      patient: chart.subject,
      dateTime: chart.daysAgo(startedAgo),
      performer: [{ display: `Dr ${random.pick(['Rae', 'Hannay', 'Milligan', 'Kerr'])}` }],
      provision: { period: { start: chart.daysAgo(startedAgo), end: chart.daysAgo(startedAgo - 365) } },
    },
  ];
}
