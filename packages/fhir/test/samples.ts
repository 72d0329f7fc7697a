import type { Instant, IsoDate } from '@solway/kernel';
import type { ItemContents, ItemType } from '@solway/record';

const day = (text: string): IsoDate => text as IsoDate;
const moment = (text: string): Instant => text as Instant;
const worker = { name: 'A Worker', role: 'Social worker', phone: '01387 555 0111' };
const team = {
  name: 'Adult team',
  office: 'Irish Street',
  phone: '01387 555 0100',
  outOfHoursPhone: '01387 555 0199',
};

/** Of every item one entry with all that it can say, and one with as little as it may. */
export const SAMPLES: { readonly [Item in ItemType]: readonly ItemContents[Item][] } = {
  'known-to-social-work': [
    { status: 'open', since: day('2024-03-01'), team },
    { status: 'closed', team: { name: 'A team' } },
  ],
  'worker-and-team': [
    { worker, team, since: day('2024-03-01') },
    { worker: { name: 'B Worker' }, team: { name: 'A team' } },
  ],
  'staff-safety-alert': [
    { label: 'Visit in pairs', since: day('2025-02-03') },
    { label: 'Dog <script>alert(1)</script>' },
  ],
  'care-packages': [
    {
      service: 'Home care',
      provider: 'A provider',
      frequency: 'Twice a day',
      status: 'current',
      start: day('2025-01-02'),
      end: day('2027-01-02'),
      visits: [
        { day: 1, time: '08:00', workers: 2 },
        { day: 7, time: '19:30', workers: 1 },
      ],
    },
    { service: 'Day care', status: 'suspended' },
  ],
  assessments: [
    {
      name: 'Adult assessment',
      status: 'completed',
      date: day('2025-05-06'),
      outcome: 'Eligible: substantial',
    },
    { name: 'Review', status: 'due', date: day('2027-05-06') },
    { name: 'Carer assessment', status: 'in-progress' },
  ],
  'alerts-and-hazards': [
    { label: 'Dog in house', detail: 'Large and loose', action: 'Ring first', since: day('2025-02-03') },
    { label: 'Steep stairs' },
  ],
  'adult-protection': [
    {
      type: 'Inquiry',
      start: day('2026-10-01'),
      end: day('2027-10-01'),
      lead: worker,
      outOfHoursPhone: '01387 555 0199',
    },
    { type: 'Plan' },
  ],
  'child-protection': [
    {
      type: 'Registered',
      unborn: true,
      start: day('2026-10-01'),
      lead: worker,
      outOfHoursPhone: '01387 555 0199',
    },
    { type: 'Registered', unborn: false },
  ],
  'looked-after': [
    {
      legalStatus: 'Compulsory supervision order',
      placement: 'Kinship',
      start: day('2026-01-01'),
      lead: worker,
    },
    { legalStatus: 'Section 25' },
  ],
  'key-people': [
    {
      name: 'A Relative',
      relationship: 'Daughter',
      roles: ['next of kin', 'key holder'],
      phone: '01387 555 0122',
    },
    { name: 'B Relative', relationship: 'Neighbour', roles: [] },
  ],
  'communication-access': [{ need: 'Interpreter', detail: 'Polish' }, { need: 'Large print' }],
  'support-reason': [
    { reason: 'Physical frailty', since: day('2024-01-01') },
    { reason: 'Learning disability' },
  ],
  equipment: [
    { description: 'Bed rail', since: day('2024-01-01'), returned: day('2025-01-01') },
    { description: 'Hoist' },
  ],
  'legal-powers': [
    {
      kind: 'welfare-power-of-attorney',
      inOperation: false,
      holder: 'A Relative',
      phone: '01387 555 0122',
      start: day('2020-01-01'),
    },
    { kind: 'guardianship', holder: 'B Relative' },
  ],
  'mental-health-measures': [
    {
      measure: 'Compulsory treatment order',
      officer: worker,
      start: day('2026-01-01'),
      end: day('2026-12-31'),
    },
    { measure: 'Short-term detention' },
  ],
  'self-directed-support': [
    { option: 3, budgetHolder: 'The council', since: day('2025-01-01') },
    { option: 1 },
  ],
  documents: [{ title: 'Care plan', kind: 'Assessment', date: day('2025-05-06') }, { title: 'A form' }],
  'significant-events': [
    { date: day('2025-05-06'), event: 'Inquiry began', impact: 'Moved house' },
    { event: 'Involvement began' },
  ],
  'legal-status-detail': [
    { status: 'Supervision order', detail: 'At home', start: day('2020-01-01'), end: day('2021-01-01') },
    { status: 'Visit' },
  ],
  'case-notes': [
    { heading: 'Telephone', text: 'Rang back', date: day('2026-11-01') },
    { heading: 'Visit', text: 'Seen' },
  ],
  demographics: [
    {
      name: { family: 'Smith', given: 'Jean Ann', title: 'Mrs' },
      birthDate: day('1945-07-14'),
      gender: 'female',
      chi: '1407451243',
      address: '1 High Street, Dumfries',
      phone: '01387 555 0123',
    },
  ],
  'gp-practice': [
    { practice: 'A practice', doctor: 'Dr A', phone: '01387 555 0133', address: '2 High Street' },
  ],
  deceased: [{ date: day('2026-01-02') }],
  'community-services': [
    { service: 'District nursing', team: 'North team', since: day('2026-01-01'), phone: '01387 555 0144' },
    { service: 'Podiatry' },
  ],
  allergies: [
    {
      kind: 'allergy',
      substance: 'Penicillin',
      reaction: 'Rash',
      severity: 'severe reaction',
      recorded: day('2020-01-01'),
    },
    { kind: 'allergy', substance: 'Nuts', severity: 'high risk' },
    { kind: 'none-known', recorded: day('2020-01-01') },
  ],
  medicines: [
    {
      name: 'Amlodipine 5 mg tablets',
      dose: 'One each morning',
      started: day('2024-01-01'),
      status: 'active',
    },
    { name: 'Paracetamol', status: 'active' },
  ],
  problems: [{ name: 'Hypertension', onset: day('2010-01-01'), status: 'active' }, { name: 'Frailty' }],
  'in-hospital-now': [
    {
      hospital: 'A hospital',
      ward: 'Ward 7',
      since: moment('2026-11-20T10:00:00.000Z'),
      phone: '01387 555 0155',
    },
    { hospital: 'B hospital' },
  ],
  'encounters-12-months': [
    {
      kind: 'admission',
      place: 'A hospital',
      start: day('2026-05-01'),
      end: day('2026-05-04'),
      reason: 'Fall',
    },
    { kind: 'emergency' },
    { kind: 'other', place: 'A clinic', start: day('2026-06-01') },
  ],
  appointments: [
    { start: moment('2026-12-20T10:00:00.000Z'), service: 'Cardiology', place: 'Clinic 3' },
    { start: moment('2026-12-21T10:00:00.000Z'), service: 'Podiatry' },
  ],
  'health-alerts': [
    { label: 'Infection risk', detail: 'MRSA', since: day('2026-01-01') },
    { label: 'Falls' },
  ],
  'key-information': [
    {
      kind: 'dnacpr',
      label: 'DNACPR recorded: clinical decision, ring the practice',
      recorded: day('2026-01-01'),
    },
    { kind: 'future-care-plan', label: 'Future Care Plan' },
  ],
  'incapacity-certificate': [
    { scope: 'All treatment', start: day('2026-01-01'), end: day('2027-01-01'), issuedBy: 'Dr A' },
    { scope: 'Dental treatment' },
  ],
  letters: [
    { title: 'Discharge letter', kind: 'Discharge', date: day('2026-05-04') },
    { title: 'Clinic letter' },
  ],
  results: [{ name: 'Weight', value: '70 kg', date: day('2026-05-04') }, { name: 'NEWS' }],
  'nursing-notes': [
    { date: day('2026-11-01'), heading: 'Wound', text: 'Dressed' },
    { heading: '', text: 'Seen' },
  ],
};
