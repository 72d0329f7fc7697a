import { inForce, type MosaicQuery } from './query.ts';
import { mappingOf } from './row-reader.ts';

export const legalPowers: MosaicQuery<'legal-powers'> = {
  rows: `select 'legal_powers/' || l.power_id as record_id, l.person_id, l.power_code, l.holder, l.holder_telephone,
  l.in_operation, l.start_date, l.end_date
from legal_powers l
where l.person_id = p.person_id and ${inForce('l')}
order by l.start_date desc nulls last, l.power_id`,
  tables: ['legal_powers'],
  map: mappingOf('legal-powers', (row, read, { codes }) => {
    const holder = read.text(row['holder'], 'holder');
    if (holder === undefined) return read.missing('holder');
    if (row['power_code'] == null) return read.missing('power code');
    return read.shown({
      kind: read.code(codes.legalPower, row['power_code'], 'power_code') ?? 'other',
      inOperation: read.flag('in_operation'),
      holder,
      phone: read.text(row['holder_telephone'], 'telephone'),
      start: read.dateIn('start_date'),
      end: read.dateIn('end_date'),
    });
  }),
};

export const mentalHealthMeasures: MosaicQuery<'mental-health-measures'> = {
  rows: `select 'mental_health_measures/' || m.measure_id as record_id, m.person_id, m.measure_code, m.measure,
  m.start_date, m.end_date, k.first_names as officer_first_names, k.last_names as officer_last_names,
  k.job_title as officer_job_title, k.telephone as officer_telephone
from mental_health_measures m left join workers k on k.worker_id = m.officer_id
where m.person_id = p.person_id and ${inForce('m')}
order by m.start_date desc nulls last, m.measure_id`,
  tables: ['mental_health_measures'],
  lookups: ['workers'],
  map: mappingOf('mental-health-measures', (_row, read, { codes }) => {
    const measure = read.wordsOf('measure', codes.measure, 'measure_code');
    if (measure === undefined) return read.missing('measure');
    return read.shown({
      measure,
      officer: read.worker('officer'),
      start: read.dateIn('start_date'),
      end: read.dateIn('end_date'),
    });
  }),
};
