import type { CaseFile } from './case-file.ts';

const ALERTS = [
  [
    'PAIRS',
    'Visit in pairs',
    'Y',
    'A relative at the address has threatened staff.',
    'Two workers at every visit.',
  ],
  [
    'DOG',
    'Dangerous dog at the address',
    'Y',
    'Large dog, not always tied.',
    'Ring ahead; do not enter until it is shut away.',
  ],
  [
    'FALLS',
    'High risk of falls',
    'N',
    'Three falls in the last six months.',
    'Keep the walking frame within reach.',
  ],
  ['OXYGEN', 'Home oxygen in use', 'N', 'Concentrator in the bedroom.', 'No smoking; tell the fire service.'],
  [
    'FIRE',
    'Fire risk: smokes in bed',
    'N',
    'Burn marks on bedding.',
    'Fire-retardant bedding issued; check at each visit.',
  ],
  [
    'WANDER',
    'May leave the house at night',
    'N',
    'Found on the road twice.',
    'Door sensor fitted: respond to its call.',
  ],
  [
    'SELF_NEGLECT',
    'Self-neglect',
    'N',
    'Refuses food and help at times.',
    'Offer again; tell the worker the same day.',
  ],
] as const;

/** Alerts, registrations, legal powers and measures: what keeps people safe. */
export function addProtection(file: CaseFile): void {
  addAlerts(file);
  addRegistrations(file);
  if (file.isChild || !file.isOpen) return;
  addLegalPowers(file);
  addMentalHealthMeasure(file);
}

function addAlerts(file: CaseFile): void {
  if (!file.isOpen || file.isChild) return;
  const random = file.random('alerts');
  const chance = file.traits.need === 'frail' ? 0.24 : 0.08;
  for (const [code, label, staffSafety, detail, action] of ALERTS) {
    if (!random.chance(chance)) continue;
    const startedAgo = random.between(10, 1400);
    file.add('alerts', {
      alert_id: file.nextId('alerts'),
      alert_code: random.chance(0.03) ? 'LOCAL-4' : code,
      label,
      detail,
      action: random.chance(0.1) ? null : action,
      staff_safety: staffSafety,
      start_date: file.daysAgo(startedAgo),
      end_date: random.chance(0.1) ? file.daysAgo(Math.floor(startedAgo / 2)) : null,
      sealed: random.chance(0.02) ? 'Y' : 'N',
      third_party: random.chance(0.02) ? 'Y' : 'N',
    });
  }
}

const CARE_STATUS = {
  LAC_CSO: ['Compulsory supervision order', 'Foster care'],
  LAC_S25: ['Voluntary care, section 25', 'Foster care'],
  LAC_PERMANENCE: ['Permanence order', 'Long-term foster care'],
  LAC_KINSHIP: ['Kinship care', 'With grandparents'],
} as const;
const CONCERNS = ['Neglect', 'Domestic abuse', 'Parental substance use', 'Emotional abuse'] as const;

function addRegistrations(file: CaseFile): void {
  const { traits } = file;
  const random = file.random('registrations');
  const lead = file.worker;
  const add = (
    type: 'ASP' | 'CP' | 'LAC',
    code: string,
    status: string,
    more: object,
    startedAgo: number,
  ): void => {
    file.add('registrations', {
      registration_id: file.nextId('registrations'),
      registration_type: type,
      status_code: code,
      status,
      unborn: 'N',
      lead_worker_id: lead,
      start_date: file.daysAgo(startedAgo),
      ...more,
    });
  };
  if (traits.childProtection) {
    add(
      'CP',
      'CP_REGISTERED',
      `On the child protection register: ${random.pick(CONCERNS).toLowerCase()}`,
      {},
      random.between(10, 300),
    );
  }
  if (traits.unbornOnRegister) {
    add(
      'CP',
      'CP_UNBORN',
      'Unborn baby on the child protection register',
      { unborn: 'Y' },
      random.between(5, 60),
    );
  }
  if (traits.lookedAfter !== undefined) {
    const [status, placement] = CARE_STATUS[traits.lookedAfter];
    add('LAC', traits.lookedAfter, status, { placement }, random.between(40, 1800));
  }
  if (file.isChild && random.chance(0.015)) {
    const startedAgo = random.between(200, 900);
    const end = { end_date: file.daysAgo(startedAgo - 150) };
    add('CP', 'CP_REGISTERED', 'On the child protection register', end, startedAgo);
  }
  if (!file.isChild && file.isOpen && random.chance(0.045)) {
    const plan = random.chance(0.4);
    add(
      'ASP',
      plan ? 'ASP_PLAN' : 'ASP_INQUIRY',
      plan ? 'Adult protection plan' : 'Adult protection inquiry',
      {},
      random.between(2, 200),
    );
  }
}

function addLegalPowers(file: CaseFile): void {
  const random = file.random('powers');
  if (!random.chance(file.age > 75 ? 0.3 : 0.06)) return;
  const holder = `${random.pick(['Fiona', 'Alan', 'Morag', 'Stuart', 'Karen'])} ${file.record.surname}`;
  const codes = random.pick([
    ['POA_WELFARE', 'POA_CONTINUING'],
    ['POA_CONTINUING'],
    ['GUARDIANSHIP'],
    ['POA_WELFARE'],
    random.chance(0.1) ? ['APPOINTEE'] : ['POA_WELFARE', 'POA_CONTINUING'],
  ] as const);
  for (const code of codes) {
    file.add('legal_powers', {
      power_id: file.nextId('legal_powers'),
      power_code: code,
      holder,
      holder_telephone: random.chance(0.8) ? `07700 900${random.between(100, 999)}` : null,
      // A welfare power operates only after capacity is lost, and the record does not always say.
      in_operation: code === 'POA_WELFARE' ? random.pick(['Y', 'N', null]) : random.pick(['Y', 'Y', null]),
      start_date: file.daysAgo(random.between(100, 3000)),
    });
  }
}

const MEASURES = [
  ['CTO', 'Compulsory treatment order (community)'],
  ['STD', 'Short-term detention certificate'],
  ['GUARD_MH', 'Compulsion order'],
] as const;

function addMentalHealthMeasure(file: CaseFile): void {
  const random = file.random('measures');
  if (!random.chance(0.015)) return;
  const [code, measure] = random.pickRanked(MEASURES);
  file.add('mental_health_measures', {
    measure_id: file.nextId('mental_health_measures'),
    measure_code: code,
    measure,
    officer_id: random.pick(file.directory.workersOf(file.directory.mentalHealthTeam)),
    start_date: file.daysAgo(random.between(5, 200)),
  });
}
