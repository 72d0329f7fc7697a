import type { Chart } from './chart.ts';
import { coded, type Resource } from './resource.ts';

const SERVICES = [
  ['District nursing', 'community nursing'],
  ['Physiotherapy', 'community rehabilitation'],
  ['Podiatry', 'podiatry'],
  ['Community mental health', 'community mental health'],
  ['Community dietetics', 'dietetics'],
] as const;
const LOCALITIES = ['Nithsdale', 'Annandale and Eskdale', 'Stewartry', 'Wigtownshire'] as const;

function servicesOf(chart: Chart): readonly (readonly [string, string])[] {
  if (chart.isDead) return [];
  const { need } = chart.patient.entry;
  if (need === 'child-concern') return [['Health visiting: additional support plan', 'health visiting']];
  if (chart.age < 5) return [['Health visiting', 'health visiting']];
  const random = chart.random('services');
  if (need === 'frail') return [SERVICES[0]];
  if (!random.chance(chart.age > 75 ? 0.2 : chart.age > 60 ? 0.08 : 0.03)) return [];
  const first = chart.age > 60 ? SERVICES[0] : random.pick(SERVICES);
  const second = random.pick(SERVICES);
  return random.chance(0.25) && second !== first ? [first, second] : [first];
}

export function episodesOfCare(chart: Chart): readonly Resource[] {
  return servicesOf(chart).map(([service, team], index) => {
    const random = chart.random('episode', index);
    const name = `${random.pick(LOCALITIES)} ${team} team`;
    return {
      resourceType: 'EpisodeOfCare',
      id: chart.id('episode', index),
      contained: [
        {
          resourceType: 'Organization',
          id: 'team',
          name,
          telecom: [{ system: 'phone', value: `01632 960${random.between(200, 299)}` }],
        },
      ],
      status: random.chance(0.1) ? 'finished' : 'active',
      type: [{ text: service }],
      patient: chart.subject,
      managingOrganization: { reference: '#team', display: name },
      period: { start: chart.daysAgo(random.between(5, 1200)) },
    };
  });
}

const NOTES = [
  ['Wound care visit', 'Dressing changed. Wound clean, edges approximating. Next visit in three days.'],
  ['Medication support', 'Blister pack checked; all doses taken. No concerns raised.'],
  ['Review at home', 'Mobilising with frame. Skin intact. Daughter present. Asked about respite.'],
  ['Bloods taken', 'Sample taken without difficulty and sent.'],
] as const;

/** Notes of the district nurses. */
export function communications(chart: Chart): readonly Resource[] {
  if (!servicesOf(chart).some(([service]) => service === 'District nursing')) return [];
  return Array.from({ length: chart.random('notes').between(1, 6) }, (_, index) => {
    const random = chart.random('note', index);
    const [heading, text] = random.pick(NOTES);
    return {
      resourceType: 'Communication',
      id: chart.id('note', index),
      status: 'completed',
      subject: chart.subject,
      sent: chart.moment(-random.between(1, 120), random),
      topic: { text: heading },
      payload: [{ contentString: text }],
    };
  });
}

const MEASURES = [
  ['laboratory', '33914-3', 'Estimated GFR', 'mL/min/1.73m2', 35, 95],
  ['laboratory', '718-7', 'Haemoglobin', 'g/L', 98, 158],
  ['laboratory', '2951-2', 'Sodium', 'mmol/L', 130, 145],
  ['vital-signs', '29463-7', 'Body weight', 'kg', 48, 110],
  ['vital-signs', '8480-6', 'Systolic blood pressure', 'mmHg', 105, 172],
] as const;

export function observations(chart: Chart): readonly Resource[] {
  const random = chart.random('observations');
  if (chart.age < 16 || !random.chance(chart.age > 60 ? 0.7 : 0.3)) return [];
  const measured = MEASURES.filter(() => random.chance(0.6)).map(
    ([category, code, display, unit, low, high], index): Resource => ({
      ...observation(chart, index, category),
      code: { coding: [{ system: 'http://loinc.org', code, display }], text: display },
      valueQuantity: { value: chart.random('value', index).between(low, high), unit },
    }),
  );
  if (chart.age < 75) return measured;
  const frailty: Resource = {
    ...observation(chart, MEASURES.length, 'vital-signs'),
    code: { text: 'Clinical Frailty Scale' },
    valueString: `${random.between(3, 7)} of 9`,
  };
  return [frailty, ...measured];
}

function observation(chart: Chart, index: number, category: string): Resource {
  return {
    resourceType: 'Observation',
    id: chart.id('observation', index),
    status: 'final',
    category: [coded('http://terminology.hl7.org/CodeSystem/observation-category', category)],
    subject: chart.subject,
    effectiveDateTime: chart.daysAgo(chart.random('observed', index).between(3, 500)),
  };
}
