import type { PlannedVisit } from '@solway/record';
import { inForce, inForceOrRecent, type MosaicQuery } from './query.ts';
import { mappingOf, type RowReader } from './row-reader.ts';

export const carePackages: MosaicQuery<'care-packages'> = {
  rows: `select 'care_packages/' || c.package_id as record_id, c.person_id, c.service_code, c.service,
  o.name as provider, c.frequency, c.status, c.start_date, c.end_date,
  (select json_agg(json_build_array(v.day_of_week, left(v.visit_time::text, 5), v.workers)
     order by v.day_of_week, v.visit_time)
   from care_package_visits v where v.package_id = c.package_id) as visits
from care_packages c left join organisations o on o.organisation_id = c.provider_id
where c.person_id = p.person_id and ${inForceOrRecent('c')}
order by (c.status = 'CURRENT') desc nulls last, c.start_date desc nulls last, c.package_id`,
  tables: ['care_packages', 'care_package_visits'],
  lookups: ['organisations'],
  map: mappingOf('care-packages', (row, read, { codes }) => {
    const service = read.wordsOf('service', codes.service, 'service_code');
    if (service === undefined) return read.missing('service');
    const status = read.code(codes.packageStatus, row['status'], 'package_status');
    if (status === undefined)
      return read.missing('status', row['status'] == null ? 'required-value-missing' : 'unknown-code');
    return read.shown({
      service,
      status,
      provider: read.text(row['provider'], 'provider'),
      frequency: read.text(row['frequency'], 'frequency'),
      start: read.dateIn('start_date'),
      end: read.dateIn('end_date'),
      visits: visitsIn(row['visits'], read),
    });
  }),
};

export const assessments: MosaicQuery<'assessments'> = {
  rows: `select 'assessments/' || a.assessment_id as record_id, a.person_id, a.assessment_type, a.status,
  a.due_date, a.completed_date, a.outcome
from assessments a
where a.person_id = p.person_id
order by coalesce(a.completed_date, a.due_date) desc nulls last, a.assessment_id`,
  tables: ['assessments'],
  map: mappingOf('assessments', (row, read, { codes }) => {
    const name = read.text(row['assessment_type'], 'type');
    if (name === undefined) return read.missing('type');
    const status = read.code(codes.assessmentStatus, row['status'], 'assessment_status');
    if (status === undefined)
      return read.missing('status', row['status'] == null ? 'required-value-missing' : 'unknown-code');
    return read.shown({
      name,
      status,
      date: read.dateIn(status === 'completed' ? 'completed_date' : 'due_date'),
      outcome: read.text(row['outcome'], 'outcome'),
    });
  }),
};

export const supportReason: MosaicQuery<'support-reason'> = {
  rows: `select 'support_reasons/' || coalesce(s.reason_code, s.reason) || '/' || coalesce(s.start_date::text, '-') as record_id,
  s.person_id, s.reason_code, s.reason, s.start_date, s.end_date
from support_reasons s
where s.person_id = p.person_id and ${inForce('s')}
order by s.start_date desc nulls last, s.reason`,
  tables: ['support_reasons'],
  map: mappingOf('support-reason', (_row, read, { codes }) => {
    const reason = read.wordsOf('reason', codes.supportReason, 'reason_code');
    if (reason === undefined) return read.missing('reason');
    read.dateIn('end_date');
    return read.shown({ reason, since: read.dateIn('start_date') });
  }),
};

export const equipment: MosaicQuery<'equipment'> = {
  rows: `select 'equipment/' || e.equipment_id as record_id, e.person_id, e.description, e.issued_date, e.returned_date
from equipment e
where e.person_id = p.person_id and ${inForceOrRecent('e', 'returned_date')}
order by (e.returned_date is null) desc, e.issued_date desc nulls last, e.equipment_id`,
  tables: ['equipment'],
  map: mappingOf('equipment', (row, read) => {
    const description = read.text(row['description'], 'description');
    if (description === undefined) return read.missing('description');
    return read.shown({
      description,
      since: read.dateIn('issued_date'),
      returned: read.dateIn('returned_date'),
    });
  }),
};

export const selfDirectedSupport: MosaicQuery<'self-directed-support'> = {
  rows: `select 'self_directed_support/' || s.option || '/' || coalesce(s.start_date::text, '-') as record_id,
  s.person_id, s.option, s.budget_holder, s.start_date, s.end_date
from self_directed_support s
where s.person_id = p.person_id and ${inForce('s')}
order by s.start_date desc nulls last, s.option`,
  tables: ['self_directed_support'],
  map: mappingOf('self-directed-support', (row, read, { codes }) => {
    const option = read.code(codes.sdsOption, row['option'], 'sds_option');
    if (option === undefined) return read.missing('option', 'unknown-code');
    read.dateIn('end_date');
    return read.shown({
      option,
      budgetHolder: read.text(row['budget_holder'], 'budget holder'),
      since: read.dateIn('start_date'),
    });
  }),
};

/** Visits as JSON, `[[day, "HH:MM", workers], …]`; one that makes no sense takes the whole week's plan with it. */
function visitsIn(value: unknown, read: RowReader<'care-packages'>): readonly PlannedVisit[] | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'string') return read.unreadable('visits', 'are not JSON');
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return read.unreadable('visits', 'are not JSON');
  }
  if (!Array.isArray(parsed) || parsed.length > 200)
    return read.unreadable('visits', 'are not a list of visits');
  const visits: PlannedVisit[] = [];
  for (const one of parsed as readonly unknown[]) {
    const [day, time, workers] = Array.isArray(one) ? (one as unknown[]) : [];
    if (!isDay(day) || !isTime(time) || !isCount(workers)) return read.unreadable('visits', 'make no sense');
    visits.push({ day, time, workers });
  }
  return visits;
}

function isDay(value: unknown): value is PlannedVisit['day'] {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 7;
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 20;
}
