import { LONGEST_TEXT, TEXT_LIMITS } from '../mapping/text-limits.ts';
import { inForce, type MosaicQuery } from './query.ts';
import { mappingOf } from './row-reader.ts';
import { withholdCodes } from './withhold-codes.ts';

const DETAIL = TEXT_LIMITS.detail + 1;

export const staffSafetyAlert: MosaicQuery<'staff-safety-alert'> = {
  rows: `select 'alerts/' || a.alert_id as record_id, a.person_id, a.alert_code, a.label, a.start_date,
  a.end_date, a.sealed, a.third_party
from alerts a
where a.person_id = p.person_id and ${inForce('a')} and a.staff_safety is distinct from 'N'
order by a.start_date desc nulls last, a.alert_id`,
  tables: ['alerts'],
  map: mappingOf('staff-safety-alert', (_row, read, { codes }) => {
    const label = read.wordsOf('label', codes.alert, 'alert_code');
    if (label === undefined) return read.missing('label');
    read.dateIn('end_date');
    return read.shown({ label, since: read.dateIn('start_date') });
  }),
};

/** Dangers to staff are here as well: their label is level 1, and what to do about them is level 2. */
export const alertsAndHazards: MosaicQuery<'alerts-and-hazards'> = {
  rows: `select 'alerts/' || a.alert_id as record_id, a.person_id, a.alert_code, a.label,
  left(a.detail, ${DETAIL}) as detail, left(a.action, ${DETAIL}) as action, a.start_date, a.end_date,
  a.sealed, a.third_party
from alerts a
where a.person_id = p.person_id and ${inForce('a')}
order by a.start_date desc nulls last, a.alert_id`,
  tables: ['alerts'],
  map: mappingOf('alerts-and-hazards', (row, read, { codes }) => {
    const label = read.wordsOf('label', codes.alert, 'alert_code');
    if (label === undefined) return read.missing('label');
    read.dateIn('end_date');
    return read.shown({
      label,
      detail: read.text(row['detail'], 'detail', 'detail'),
      action: read.text(row['action'], 'action', 'detail'),
      since: read.dateIn('start_date'),
    });
  }),
};

/** Where a key safe is and whom to ring: the code itself is never passed on, wherever somebody typed it. */
export const communicationAccess: MosaicQuery<'communication-access'> = {
  rows: `select 'access_needs/' || n.need_id as record_id, n.person_id, n.need_code, n.need,
  left(n.detail, ${DETAIL}) as detail
from access_needs n
where n.person_id = p.person_id
order by n.need_id`,
  tables: ['access_needs'],
  map: mappingOf('communication-access', (row, read, { codes }) => {
    const need = read.wordsOf('need', codes.need, 'need_code');
    if (need === undefined) return read.missing('need');
    const detail = read.text(row['detail'], 'detail', 'detail');
    const keySafe = /key|safe|code|door|entry|access/i.test(
      `${row['need_code'] as string} ${need} ${detail ?? ''}`,
    );
    return keySafe
      ? read.shown({
          need: withholdCodes(need),
          detail: detail === undefined ? undefined : withholdCodes(detail),
        })
      : read.shown({ need, detail });
  }),
};

export const caseNotes: MosaicQuery<'case-notes'> = {
  rows: `select 'case_notes/' || n.note_id as record_id, n.person_id, n.note_type, n.title, n.effective_date,
  left(n.note, ${LONGEST_TEXT}) as note, n.sealed, n.third_party
from case_notes n
where n.person_id = p.person_id
order by n.effective_date desc nulls last, n.note_id desc`,
  tables: ['case_notes'],
  map: mappingOf('case-notes', (row, read) => {
    const text = read.text(row['note'], 'note', 'note');
    if (text === undefined) return read.missing('note');
    const heading = read.text(row['title'], 'title') ?? read.text(row['note_type'], 'note type');
    if (heading === undefined) return read.missing('title');
    return read.shown({ heading, text, date: read.dateIn('effective_date') });
  }),
};
