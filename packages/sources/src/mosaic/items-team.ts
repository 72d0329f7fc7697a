import { notOfThisItem } from '../mapping/outcome.ts';
import { inForce, type MosaicQuery } from './query.ts';
import { mappingOf } from './row-reader.ts';

const TEAM = `o.name as team_name, o.office as team_office, o.telephone as team_telephone,
  o.out_of_hours_telephone as team_out_of_hours`;
const WORKER = `k.first_names as worker_first_names, k.last_names as worker_last_names,
  k.job_title as worker_job_title, k.telephone as worker_telephone`;

export const knownToSocialWork: MosaicQuery<'known-to-social-work'> = {
  rows: `select 'involvements/' || i.involvement_id as record_id, i.person_id, i.start_date, i.end_date,
  ${inForce('i')} as open, ${TEAM}
from involvements i left join organisations o on o.organisation_id = i.organisation_id
where i.person_id = p.person_id
order by open desc, i.start_date desc nulls last, i.involvement_id`,
  tables: ['involvements', 'organisations'],
  map: mappingOf('known-to-social-work', (row, read) => {
    const team = read.team();
    if (team === undefined) return read.missing('team');
    read.dateIn('end_date');
    return read.shown({
      status: row['open'] === 't' ? 'open' : 'closed',
      since: read.dateIn('start_date'),
      team,
    });
  }),
};

export const workerAndTeam: MosaicQuery<'worker-and-team'> = {
  rows: `select 'involvements/' || i.involvement_id as record_id, i.person_id, i.worker_id, i.start_date,
  ${TEAM}, ${WORKER}
from involvements i
left join organisations o on o.organisation_id = i.organisation_id
left join workers k on k.worker_id = i.worker_id
where i.person_id = p.person_id and ${inForce('i')} and i.worker_id is not null
order by i.start_date desc nulls last, i.involvement_id`,
  tables: ['involvements', 'workers', 'organisations'],
  map: mappingOf('worker-and-team', (row, read) => {
    if (row['worker_id'] === null) return notOfThisItem('no-worker-allocated');
    const worker = read.worker('worker');
    if (worker === undefined) return read.missing('worker name');
    const team = read.team();
    if (team === undefined) return read.missing('team');
    return read.shown({ worker, team, since: read.dateIn('start_date') });
  }),
};
