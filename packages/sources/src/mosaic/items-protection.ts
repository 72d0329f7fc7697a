import { inForce, type MosaicQuery } from './query.ts';
import { mappingOf } from './row-reader.ts';

const REGISTRATION = `'registrations/' || g.registration_id as record_id, g.person_id, g.status_code, g.status,
  g.placement, g.unborn, g.start_date, g.end_date,
  k.first_names as lead_first_names, k.last_names as lead_last_names, k.job_title as lead_job_title,
  k.telephone as lead_telephone, o.out_of_hours_telephone`;
const JOINS = `registrations g
left join workers k on k.worker_id = g.lead_worker_id
left join organisations o on o.organisation_id = k.organisation_id`;

function inForceOfType(type: 'CP' | 'LAC' | 'ASP') {
  return {
    rows: `select ${REGISTRATION}
from ${JOINS}
where g.person_id = p.person_id and g.registration_type = '${type}' and ${inForce('g')}
order by g.start_date desc nulls last, g.registration_id`,
    tables: ['registrations', 'workers', 'organisations'],
  };
}

export const adultProtection: MosaicQuery<'adult-protection'> = {
  ...inForceOfType('ASP'),
  map: mappingOf('adult-protection', (row, read, { codes }) => {
    const type = read.wordsOf('status', codes.registration, 'status_code');
    if (type === undefined) return read.missing('status');
    return read.shown({
      type,
      start: read.dateIn('start_date'),
      end: read.dateIn('end_date'),
      lead: read.worker('lead'),
      outOfHoursPhone: read.text(row['out_of_hours_telephone'], 'out-of-hours telephone'),
    });
  }),
};

export const childProtection: MosaicQuery<'child-protection'> = {
  ...inForceOfType('CP'),
  map: mappingOf('child-protection', (row, read, { codes }) => {
    const type = read.wordsOf('status', codes.registration, 'status_code');
    if (type === undefined) return read.missing('status');
    // A register entry for the baby shown as the mother's own would be a grave mistake: no guess is made.
    const unborn = read.flag('unborn');
    if (unborn === undefined) return read.missing('unborn');
    return read.shown({
      type,
      unborn,
      start: read.dateIn('start_date'),
      end: read.dateIn('end_date'),
      lead: read.worker('lead'),
      outOfHoursPhone: read.text(row['out_of_hours_telephone'], 'out-of-hours telephone'),
    });
  }),
};

export const lookedAfter: MosaicQuery<'looked-after'> = {
  ...inForceOfType('LAC'),
  map: mappingOf('looked-after', (row, read, { codes }) => {
    const legalStatus = read.wordsOf('status', codes.registration, 'status_code');
    if (legalStatus === undefined) return read.missing('status');
    return read.shown({
      legalStatus,
      placement: read.text(row['placement'], 'placement'),
      start: read.dateIn('start_date'),
      end: read.dateIn('end_date'),
      lead: read.worker('lead'),
      outOfHoursPhone: read.text(row['out_of_hours_telephone'], 'out-of-hours telephone'),
    });
  }),
};

/** Every registration as a child, those that have ended too, and the visits made under them. */
export const legalStatusDetail: MosaicQuery<'legal-status-detail'> = {
  rows: `select * from (
  select 'registrations/' || g.registration_id as record_id, g.person_id, g.status_code, g.status,
    g.placement as detail, g.start_date, g.end_date, null as seen_alone_flag
  from registrations g
  where g.person_id = p.person_id and g.registration_type in ('CP', 'LAC')
  union all
  select 'dm_visits/' || v.visit_id, v.person_id, null, 'Visit: ' || v.visit_type, null,
    (v.actual_datetime at time zone 'Europe/London')::date, (v.actual_datetime at time zone 'Europe/London')::date,
    v.seen_alone_flag
  from dm_visits v
  where v.person_id = p.person_id and v.cp_registration_id is not null and v.actual_datetime is not null
) d order by d.start_date desc nulls last, d.record_id`,
  tables: ['registrations', 'dm_visits'],
  map: mappingOf('legal-status-detail', (row, read, { codes }) => {
    const status = read.wordsOf('status', codes.registration, 'status_code');
    if (status === undefined) return read.missing('status');
    const seenAlone = read.flag('seen_alone_flag');
    return read.shown({
      status,
      detail:
        read.text(row['detail'], 'detail') ?? (seenAlone === undefined ? undefined : seenWords(seenAlone)),
      start: read.dateIn('start_date'),
      end: read.dateIn('end_date'),
    });
  }),
};

function seenWords(alone: boolean): string {
  return alone ? 'Seen alone' : 'Not seen alone';
}
