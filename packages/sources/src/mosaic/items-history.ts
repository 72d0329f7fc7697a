import type { MosaicQuery } from './query.ts';
import { mappingOf } from './row-reader.ts';

/** The published tables hold no documents: a completed assessment is the form that was filled in. */
export const documents: MosaicQuery<'documents'> = {
  rows: `select 'assessments/' || a.assessment_id as record_id, a.person_id, a.assessment_type, a.completed_date
from assessments a
where a.person_id = p.person_id and (a.completed_date is not null or a.status = 'COMPLETED')
order by a.completed_date desc nulls last, a.assessment_id`,
  tables: ['assessments'],
  map: mappingOf('documents', (row, read) => {
    const title = read.text(row['assessment_type'], 'type');
    if (title === undefined) return read.missing('type');
    return read.shown({ title, kind: 'Assessment', date: read.dateIn('completed_date') });
  }),
};

/** What began and ended, and when: for the shared chronology. */
export const significantEvents: MosaicQuery<'significant-events'> = {
  rows: `select * from (
  select 'registrations/' || g.registration_id || '/start' as record_id, g.person_id, g.start_date as event_date,
    coalesce(g.status, g.status_code) || ': began' as event, g.placement as impact, 'N' as sealed, 'N' as third_party
  from registrations g where g.person_id = p.person_id
  union all
  select 'registrations/' || g.registration_id || '/end', g.person_id, g.end_date,
    coalesce(g.status, g.status_code) || ': ended', null, 'N', 'N'
  from registrations g where g.person_id = p.person_id and g.end_date <= $2::date
  union all
  select 'involvements/' || i.involvement_id || '/start', i.person_id, i.start_date,
    'Social work involvement began' || coalesce(': ' || o.name, ''), null, 'N', 'N'
  from involvements i left join organisations o on o.organisation_id = i.organisation_id
  where i.person_id = p.person_id
  union all
  select 'alerts/' || a.alert_id || '/start', a.person_id, a.start_date, 'Alert: ' || a.label,
    left(a.action, 501), a.sealed, a.third_party
  from alerts a where a.person_id = p.person_id
  union all
  select 'mental_health_measures/' || m.measure_id || '/start', m.person_id, m.start_date, m.measure || ': began',
    null, 'N', 'N'
  from mental_health_measures m where m.person_id = p.person_id
) e order by e.event_date desc nulls last, e.record_id`,
  tables: ['registrations', 'involvements', 'alerts', 'mental_health_measures'],
  lookups: ['organisations'],
  map: mappingOf('significant-events', (row, read) => {
    const event = read.text(row['event'], 'event');
    if (event === undefined) return read.missing('event');
    return read.shown({ event, date: read.dateIn('event_date'), impact: read.text(row['impact'], 'impact') });
  }),
};
