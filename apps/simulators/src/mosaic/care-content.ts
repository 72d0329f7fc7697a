import type { CaseFile } from './case-file.ts';

const SERVICES = [
  ['CAH', 'Care at home', [0, 1, 2, 5]],
  ['TELE', 'Community alarm and telecare', [3]],
  ['DAY', 'Day care', [4]],
  ['MEALS', 'Meals at home', [6]],
  ['REAB', 'Reablement', [0]],
  ['RESP', 'Respite', [5]],
] as const;
type ServiceCode = (typeof SERVICES)[number][0];

const TIMES = ['07:30', '12:30', '16:45', '20:30'] as const;
const EQUIPMENT = [
  'Walking frame',
  'Commode',
  'Hospital bed',
  'Mobile hoist',
  'Grab rails',
  'Raised toilet seat',
  'Perching stool',
] as const;
const NEEDS = [
  ['HEARING', 'Hard of hearing', 'Speak on the left side. Wears two hearing aids.'],
  ['SIGHT', 'Sight impairment', 'Large print, and say who you are on arrival.'],
  ['SPEECH', 'Speech difficulty since a stroke', 'Allow time; yes and no cards.'],
  ['EASY_READ', 'Easy read', 'Letters in easy read, with pictures.'],
  ['ACCESS', 'Access to the house', 'Side door. Ring twice and wait.'],
] as const;
const REASONS = [
  ['PHYS', 'Physical support: personal care'],
  ['MEM', 'Support with memory and cognition'],
  ['LD', 'Learning disability support'],
  ['MH', 'Mental health support'],
  ['SOC', 'Social support: isolation'],
  ['CARER', 'Support to a carer'],
] as const;

/** Care and support: what is provided, how often, and what has been put in the house. */
export function addCare(file: CaseFile): void {
  if (file.isChild) return;
  const random = file.random('care');
  const cared = file.isOpen && (file.traits.need === 'frail' || random.chance(0.3));
  if (cared) addCurrentPackages(file);
  if (random.chance(file.isOpen ? 0.3 : 0.12)) addEndedPackage(file);
  if (cared || (file.isOpen && random.chance(0.4))) addSupport(file);
}

function addCurrentPackages(file: CaseFile): void {
  const random = file.random('packages');
  const startedAgo = file.within(random.between(20, 1100));
  const chosen: ServiceCode[] = ['CAH'];
  if (random.chance(0.6)) chosen.push('TELE');
  if (random.chance(0.25)) chosen.push(random.pick(['DAY', 'MEALS', 'RESP'] as const));
  for (const code of chosen) {
    const id = addPackage(file, code, { status: statusOf(file, code), startedAgo });
    if (code === 'CAH' || code === 'DAY') addVisits(file, id, code);
  }
}

function statusOf(file: CaseFile, code: ServiceCode): string {
  const roll = file.random('status', code.length).next();
  if (roll < 0.88) return 'CURRENT';
  if (roll < 0.93) return 'SUSPENDED';
  // What the published list of statuses does not hold.
  return roll < 0.98 ? 'PLANNED' : 'AWAITING_PANEL';
}

interface PackageFacts {
  readonly status: string;
  readonly startedAgo: number;
  readonly endedAgo?: number;
}

function addPackage(file: CaseFile, code: ServiceCode, facts: PackageFacts): number {
  const random = file.random('package', code.charCodeAt(0), facts.startedAgo);
  const [, service, providers] = SERVICES.find(([one]) => one === code) ?? SERVICES[0];
  const calls = file.random('calls').between(1, 4);
  const id = file.nextId('care_packages');
  const local = random.chance(0.02);
  const planned = facts.status === 'PLANNED' ? -random.between(3, 20) : facts.startedAgo;
  file.add('care_packages', {
    package_id: id,
    service_code: local ? 'LOCAL-17' : code,
    service: local ? 'Shopping and errands' : service,
    provider_id: random.chance(0.05) ? null : (file.directory.providers[random.pick(providers)] ?? null),
    frequency:
      code === 'CAH' ? `${calls} ${calls === 1 ? 'visit' : 'visits'} a day` : random.pick(['Weekly', null]),
    status: facts.status,
    start_date: random.chance(0.03) ? null : file.daysAgo(planned),
    end_date: facts.endedAgo === undefined ? null : file.daysAgo(facts.endedAgo),
  });
  return id;
}

function addVisits(file: CaseFile, packageId: number, code: ServiceCode): void {
  const random = file.random('visits', code.length);
  const calls = file.random('calls').between(1, 4);
  const two = random.chance(0.2) ? 2 : 1;
  const days = code === 'DAY' ? [random.between(1, 2), random.between(3, 5)] : [1, 2, 3, 4, 5, 6, 7];
  const times = code === 'DAY' ? ['10:00'] : TIMES.slice(0, calls);
  for (const day of days) {
    for (const time of times) {
      file.add('care_package_visits', {
        package_id: packageId,
        day_of_week: day,
        visit_time: time,
        workers: time === '12:30' ? 1 : two,
      });
    }
  }
}

function addEndedPackage(file: CaseFile): void {
  const random = file.random('ended-package');
  const endedAgo = random.between(60, 1500);
  addPackage(file, random.pick(['CAH', 'REAB', 'RESP'] as const), {
    status: 'ENDED',
    startedAgo: endedAgo + random.between(14, 400),
    endedAgo,
  });
}

function addSupport(file: CaseFile): void {
  const random = file.random('support');
  const since = file.within(random.between(30, 1500));
  const [code, reason] = random.chance(0.5) ? REASONS[0] : random.pick(REASONS);
  file.add('support_reasons', { reason_code: code, reason, start_date: file.daysAgo(since) });
  for (const need of NEEDS.filter(() => random.chance(0.15))) {
    file.add('access_needs', {
      need_id: file.nextId('access_needs'),
      need_code: need[0],
      need: need[1],
      detail: need[2],
    });
  }
  if (random.chance(0.35)) {
    file.add('access_needs', {
      need_id: file.nextId('access_needs'),
      need_code: 'KEY_SAFE',
      need: 'Key safe beside the front door',
      detail: 'Ring Solway Telecare on 01632 960403 for the code.',
    });
  }
  if (random.chance(0.03)) {
    file.add('access_needs', {
      need_id: file.nextId('access_needs'),
      need_code: 'INTERPRETER',
      need: random.pick(['Polish interpreter', 'Urdu interpreter', 'British Sign Language interpreter']),
    });
  }
  for (const description of EQUIPMENT.filter(() => random.chance(0.2))) {
    const issuedAgo = random.between(10, since + 10);
    file.add('equipment', {
      equipment_id: file.nextId('equipment'),
      description,
      issued_date: random.chance(0.05) ? null : file.daysAgo(issuedAgo),
      returned_date: random.chance(0.15) ? file.daysAgo(Math.floor(issuedAgo / 2)) : null,
    });
  }
  if (random.chance(0.4)) {
    const option = random.pickRanked([3, 1, 2, 4]);
    file.add('self_directed_support', {
      option,
      budget_holder: option === 1 ? 'The person themselves' : option === 3 ? 'The council' : null,
      start_date: file.daysAgo(since),
    });
  }
}
