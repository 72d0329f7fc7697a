import { type Chart } from './chart.ts';
import { ACT_CODE, concept, MARK_SYSTEM, type Resource } from './resource.ts';

interface Problem {
  readonly code: string;
  readonly display: string;
  /** Share of people who have it at each age: from this age on, rising to `share` at 85. */
  readonly from: number;
  readonly to?: number;
  readonly share: number;
  readonly medicines?: readonly (readonly [name: string, dose: string])[];
  readonly mark?: { readonly system: string; readonly code: string };
}

const SEXUAL_HEALTH = { system: ACT_CODE, code: 'SEX' };

const PROBLEMS: readonly Problem[] = [
  {
    code: '38341003',
    display: 'Hypertension',
    from: 35,
    share: 0.5,
    medicines: [
      ['Amlodipine 5 mg tablets', 'One tablet once a day'],
      ['Ramipril 5 mg capsules', 'One capsule once a day'],
    ],
  },
  {
    code: '44054006',
    display: 'Type 2 diabetes mellitus',
    from: 35,
    share: 0.16,
    medicines: [
      ['Metformin 500 mg tablets', 'One tablet twice a day with food'],
      ['Gliclazide 80 mg tablets', 'One tablet with breakfast'],
    ],
  },
  {
    code: '195967001',
    display: 'Asthma',
    from: 4,
    share: 0.1,
    medicines: [
      ['Salbutamol 100 micrograms inhaler', 'Two puffs when needed'],
      ['Beclometasone 100 micrograms inhaler', 'Two puffs twice a day'],
    ],
  },
  {
    code: '13645005',
    display: 'Chronic obstructive pulmonary disease',
    from: 48,
    share: 0.13,
    medicines: [['Tiotropium 2.5 micrograms inhaler', 'Two puffs once a day']],
  },
  {
    code: '49436004',
    display: 'Atrial fibrillation',
    from: 55,
    share: 0.2,
    medicines: [
      ['Apixaban 5 mg tablets', 'One tablet twice a day'],
      ['Bisoprolol 2.5 mg tablets', 'One tablet once a day'],
    ],
  },
  {
    code: '414545008',
    display: 'Ischaemic heart disease',
    from: 50,
    share: 0.2,
    medicines: [
      ['Aspirin 75 mg dispersible tablets', 'One tablet once a day'],
      ['Atorvastatin 80 mg tablets', 'One tablet at night'],
      ['Glyceryl trinitrate 400 micrograms spray', 'One or two sprays under the tongue when needed'],
    ],
  },
  {
    code: '84114007',
    display: 'Heart failure',
    from: 62,
    share: 0.14,
    medicines: [['Furosemide 40 mg tablets', 'One tablet each morning']],
  },
  {
    code: '35489007',
    display: 'Depression',
    from: 16,
    share: 0.14,
    medicines: [['Sertraline 50 mg tablets', 'One tablet once a day']],
  },
  {
    code: '396275006',
    display: 'Osteoarthritis',
    from: 50,
    share: 0.4,
    medicines: [['Paracetamol 500 mg tablets', 'Two tablets up to four times a day']],
  },
  {
    code: '64859006',
    display: 'Osteoporosis',
    from: 60,
    share: 0.18,
    medicines: [['Alendronic acid 70 mg tablets', 'One tablet once a week']],
  },
  {
    code: '40930008',
    display: 'Hypothyroidism',
    from: 25,
    share: 0.09,
    medicines: [['Levothyroxine 75 micrograms tablets', 'One tablet each morning']],
  },
  { code: '433144002', display: 'Chronic kidney disease stage 3', from: 60, share: 0.25 },
  {
    code: '26929004',
    display: 'Alzheimer’s disease',
    from: 68,
    share: 0.17,
    medicines: [['Donepezil 10 mg tablets', 'One tablet at night']],
  },
  { code: '429998004', display: 'Vascular dementia', from: 70, share: 0.08 },
  {
    code: '84757009',
    display: 'Epilepsy',
    from: 3,
    share: 0.02,
    medicines: [['Lamotrigine 100 mg tablets', 'One tablet twice a day']],
  },
  {
    code: '49049000',
    display: 'Parkinson’s disease',
    from: 60,
    share: 0.04,
    medicines: [['Co-careldopa 25 mg/100 mg tablets', 'One tablet three times a day, on time']],
  },
  {
    code: '230690007',
    display: 'Stroke',
    from: 55,
    share: 0.12,
    medicines: [['Clopidogrel 75 mg tablets', 'One tablet once a day']],
  },
  {
    code: '43116000',
    display: 'Eczema',
    from: 0,
    to: 18,
    share: 0.15,
    medicines: [['Emollient cream', 'Apply freely']],
  },
  { code: '110359009', display: 'Learning disability', from: 3, share: 0.015 },
  {
    code: '406506008',
    display: 'Attention deficit hyperactivity disorder',
    from: 6,
    to: 30,
    share: 0.04,
    medicines: [['Methylphenidate 18 mg modified-release tablets', 'One tablet each morning']],
  },
  {
    code: '66590003',
    display: 'Alcohol dependence',
    from: 22,
    to: 80,
    share: 0.03,
    medicines: [['Thiamine 100 mg tablets', 'One tablet twice a day']],
  },
  { code: '248279007', display: 'Frailty', from: 75, share: 0.35 },
  {
    code: '240589008',
    display: 'Chlamydia infection',
    from: 17,
    to: 45,
    share: 0.015,
    mark: SEXUAL_HEALTH,
  },
  {
    code: '8619003',
    display: 'Infertility',
    from: 22,
    to: 45,
    share: 0.015,
    mark: { system: MARK_SYSTEM, code: 'fertility' },
  },
];

/** The problems a person has: the same list for their conditions, medicines and certificates. */
export function problemsOf(chart: Chart): readonly Problem[] {
  const isFrail = chart.patient.entry.need === 'frail' && chart.age > 65;
  return PROBLEMS.filter((problem, index) => {
    if (problem.display === 'Frailty' && isFrail) return true;
    const { from, to = 120, share } = problem;
    if (chart.age < from || chart.age > to) return false;
    const grown = to < 120 ? 1 : Math.min(1, 0.25 + (0.75 * (chart.age - from)) / Math.max(1, 85 - from));
    return chart.random('problem', index).chance(share * grown);
  });
}

export function conditions(chart: Chart): readonly Resource[] {
  return problemsOf(chart).map((problem, index) => {
    const random = chart.random('condition', index);
    const resolved = random.chance(0.05);
    return {
      resourceType: 'Condition',
      id: chart.id('condition', index),
      ...marked(problem.mark ?? (random.chance(0.004) ? { system: MARK_SYSTEM, code: 'sealed' } : undefined)),
      clinicalStatus: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
            code: resolved ? 'resolved' : 'active',
          },
        ],
      },
      verificationStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }],
      },
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' },
          ],
        },
      ],
      code: concept(problem.display, problem.code),
      subject: chart.subject,
      onsetDateTime: chart.daysAgo(random.between(60, 5000)),
    };
  });
}

export function medicationRequests(chart: Chart): readonly Resource[] {
  const prescribed = problemsOf(chart).flatMap((problem) => problem.medicines ?? []);
  return prescribed.slice(0, 12).map(([name, dose], index) => {
    const random = chart.random('medicine', index);
    const stopped = chart.isDead || random.chance(0.1);
    const byReference = random.chance(0.1);
    return {
      resourceType: 'MedicationRequest',
      id: chart.id('medicine', index),
      status: stopped ? 'stopped' : 'active',
      intent: 'order',
      // Some systems give the medicine in place, others as a resource of its own inside this one.
      ...(byReference
        ? {
            contained: [{ resourceType: 'Medication', id: 'medicine', code: { text: name } }],
            medicationReference: { reference: '#medicine' },
          }
        : { medicationCodeableConcept: { text: name } }),
      subject: chart.subject,
      authoredOn: chart.daysAgo(random.between(10, 900)),
      dosageInstruction: [{ text: dose }],
    };
  });
}

function marked(mark: { readonly system: string; readonly code: string } | undefined): object {
  return mark === undefined ? {} : { meta: { security: [mark] } };
}
