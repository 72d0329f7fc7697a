import type { CaseFile } from './case-file.ts';

const ADULT_ASSESSMENTS = [
  'Adult support assessment',
  'Carer support plan',
  'Moving and handling',
  'Review of support',
] as const;
const CHILD_ASSESSMENTS = [
  'Child’s plan',
  'Initial referral discussion',
  'Comprehensive assessment',
] as const;
const OUTCOMES = [
  'Support to go on as it is',
  'Support increased',
  'No further action',
  'Passed to another team',
] as const;
const NOTES = [
  [
    'Telephone call',
    'Call from family',
    'Rang to say the morning visit was late. Spoke to the provider, who will adjust the run.',
  ],
  [
    'Home visit',
    'Visit at home',
    'Seen at home. Managing well with the present support. No change asked for.',
  ],
  [
    'Professional contact',
    'Call with the district nurse',
    'Agreed who does what: nursing for dressings, care at home for personal care.',
  ],
  ['Supervision', 'Discussed in supervision', 'Risks reviewed. Plan stays as it is until the review.'],
] as const;

/** Involvement, assessments, visits and notes: what has been done, and by whom. */
export function addHistory(file: CaseFile): void {
  const random = file.random('history');
  const startedAgo = file.involvedDays;
  file.add('involvements', {
    involvement_id: file.nextId('involvements'),
    organisation_id: file.team,
    worker_id: file.worker,
    start_date: random.chance(0.02) ? null : file.daysAgo(startedAgo),
    end_date: file.isOpen ? null : file.daysAgo(Math.floor(startedAgo * random.next() * 0.9)),
  });
  if (file.isOpen) addOpenWork(file);
  else if (random.chance(0.3)) addAssessment(file, 0, 'COMPLETED', random.between(200, 4000));
}

function addOpenWork(file: CaseFile): void {
  const random = file.random('open-work');
  addAssessment(file, 0, 'COMPLETED', file.within(random.between(20, 700)));
  if (random.chance(0.35))
    addAssessment(file, 1, random.pick(['IN_PROGRESS', 'DUE']), -random.between(-10, 30));
  const visits = random.between(0, 3);
  for (let i = 0; i < visits; i += 1) {
    const one = file.random('visit', i);
    const ago = file.within(one.between(-20, 120));
    file.add('dm_visits', {
      visit_id: file.nextId('dm_visits'),
      visit_type: file.isChild ? 'Child seen at home' : 'Home visit',
      planned_datetime: `${file.daysAgo(ago)}T${one.pick(['10', '11', '14', '15'])}:00:00Z`,
      actual_datetime:
        ago > 0 && one.chance(0.9) ? `${file.daysAgo(ago)}T${one.pick(['10', '15'])}:20:00Z` : null,
      seen_alone_flag: file.isChild ? one.pick(['Y', 'N']) : null,
      worker_id: file.worker,
    });
  }
  const notes = random.between(0, 4);
  for (let i = 0; i < notes; i += 1) {
    const one = file.random('note', i);
    const [type, title, note] = one.pick(NOTES);
    file.add('case_notes', {
      note_id: file.nextId('case_notes'),
      note_type: type,
      title,
      effective_date: file.daysAgo(file.within(one.between(1, 300))),
      note,
      created_by: file.worker,
      sealed: one.chance(0.02) ? 'Y' : 'N',
      third_party: one.chance(0.05) ? 'Y' : 'N',
    });
  }
}

function addAssessment(file: CaseFile, index: number, status: string, ago: number): void {
  const random = file.random('assessment', index);
  const done = status === 'COMPLETED';
  file.add('assessments', {
    assessment_id: file.nextId('assessments'),
    assessment_type: random.pick(file.isChild ? CHILD_ASSESSMENTS : ADULT_ASSESSMENTS),
    status: random.chance(0.01) ? 'PARKED' : status,
    due_date: done && random.chance(0.5) ? null : file.daysAgo(done ? ago - 10 : ago),
    completed_date: done ? file.daysAgo(ago) : null,
    outcome: done && random.chance(0.85) ? random.pick(OUTCOMES) : null,
  });
}
