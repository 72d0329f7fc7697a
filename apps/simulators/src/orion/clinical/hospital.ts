import type { Chart } from './chart.ts';
import { ACT_CODE, concept, type Resource } from './resource.ts';

const HOSPITALS = [
  ['Dumfries and Galloway Royal Infirmary', ['Ward B2', 'Ward B3', 'Ward C4', 'Combined assessment unit']],
  ['Galloway Community Hospital', ['Garrick ward', 'Dalrymple ward']],
] as const;
const REASONS = [
  'Fall',
  'Chest infection',
  'Chest pain',
  'Urinary infection',
  'Stroke',
  'Hip fracture',
  'Confusion',
];
const CHILD_REASONS = ['Wheeze', 'Feverish illness', 'Forearm fracture', 'Gastroenteritis'];
const CLINICS = [
  'Cardiology',
  'Ophthalmology',
  'Diabetes',
  'Orthopaedics',
  'Respiratory',
  'Memory clinic',
  'Podiatry',
];
const CHILD_CLINICS = ['Paediatrics', 'Speech and language therapy', 'Orthoptics', 'Audiology'];

const classOf = (code: 'AMB' | 'EMER' | 'IMP', display: string): unknown => ({
  system: ACT_CODE,
  code,
  display,
});

/** True for a person who is on a ward today. */
export function isInpatient(chart: Chart): boolean {
  return (
    !chart.isDead && chart.random('inpatient').chance(chart.age > 75 ? 0.02 : chart.age > 60 ? 0.008 : 0.002)
  );
}

export function encounters(chart: Chart): readonly Resource[] {
  const random = chart.random('encounters');
  const reasons = chart.age < 16 ? CHILD_REASONS : REASONS;
  const count = random.chance(chart.age > 70 ? 0.5 : 0.2) ? random.pickRanked([1, 2, 3, 5]) : 0;
  const past = Array.from({ length: count }, (_, index): Resource => {
    const one = chart.random('encounter', index);
    const ago = one.between(12, 700);
    const kind = one.pickRanked(['EMER', 'IMP', 'AMB'] as const);
    const [hospital, wards] = one.pickRanked(HOSPITALS);
    const days = kind === 'IMP' ? one.between(1, 11) : 0;
    return {
      resourceType: 'Encounter',
      id: chart.id('encounter', index),
      status: 'finished',
      class: classOf(kind, { EMER: 'emergency', IMP: 'inpatient encounter', AMB: 'ambulatory' }[kind]),
      subject: chart.subject,
      period: { start: chart.moment(-ago, one, [0, 11]), end: chart.moment(days - ago, one, [12, 20]) },
      reasonCode: [concept(one.pick(reasons))],
      serviceProvider: { display: hospital },
      ...(kind === 'IMP' ? { location: [{ location: { display: one.pick(wards) } }] } : {}),
    };
  });
  return isInpatient(chart) ? [currentStay(chart, reasons), ...past] : past;
}

function currentStay(chart: Chart, reasons: readonly string[]): Resource {
  const random = chart.random('stay');
  const [hospital, wards] = random.pickRanked(HOSPITALS);
  return {
    resourceType: 'Encounter',
    id: chart.id('stay', 0),
    status: 'in-progress',
    class: classOf('IMP', 'inpatient encounter'),
    subject: chart.subject,
    period: { start: chart.moment(-random.between(1, 16), random, [0, 20]) },
    reasonCode: [concept(random.pick(reasons))],
    serviceProvider: { display: hospital },
    location: [{ location: { display: random.pick(wards) }, status: 'active' }],
  };
}

export function appointments(chart: Chart): readonly Resource[] {
  if (chart.isDead) return [];
  const random = chart.random('appointments');
  const count = random.chance(chart.age > 65 ? 0.45 : 0.2) ? random.pickRanked([1, 2, 2, 3]) : 0;
  return Array.from({ length: count }, (_, index) => {
    const one = chart.random('appointment', index);
    const inDays = one.between(-60, 90);
    const service = one.pick(chart.age < 16 ? CHILD_CLINICS : CLINICS);
    const start = chart.moment(inDays, one);
    return {
      resourceType: 'Appointment',
      id: chart.id('appointment', index),
      status: inDays < 0 ? 'fulfilled' : one.chance(0.08) ? 'cancelled' : 'booked',
      serviceType: [{ text: service }],
      start,
      end: new Date(Date.parse(start) + 1_200_000).toISOString(),
      participant: [
        { actor: chart.subject, status: 'accepted' },
        {
          actor: { display: one.pick(['Mountainhall Treatment Centre', 'Galloway Community Hospital']) },
          status: 'accepted',
        },
      ],
    };
  });
}

export function documents(chart: Chart): readonly Resource[] {
  const random = chart.random('documents');
  const count = random.chance(0.4) ? random.between(1, chart.age > 65 ? 6 : 3) : 0;
  return Array.from({ length: count }, (_, index) => {
    const one = chart.random('document', index);
    const kind = one.pick(['Discharge letter', 'Clinic letter', 'Immediate discharge summary']);
    return {
      resourceType: 'DocumentReference',
      id: chart.id('document', index),
      status: 'current',
      type: concept(kind),
      subject: chart.subject,
      date: chart.moment(-one.between(5, 900), one),
      description: `${kind}, ${one.pick(CLINICS).toLowerCase()}`,
      content: [{ attachment: { contentType: 'text/plain', title: kind } }],
    };
  });
}
