import type { CaseFile } from './case-file.ts';

const HOSTILE = '<script>alert(document.domain)</script><img src=x onerror=alert(1)>';
const EVERY = 300;

/**
 * What real systems hold now and then: every three hundredth open adult case has one of these. `openCase` counts
 * the open adult cases from 1.
 */
export function addNastiness(file: CaseFile, openCase: number): void {
  switch (openCase % EVERY) {
    case 5:
      return addHostileMarkup(file);
    case 6:
      return addImpossibleDate(file);
    case 7:
      return addDuplicates(file);
    case 8:
      return addVeryLongText(file);
    default:
      return undefined;
  }
}

function addHostileMarkup(file: CaseFile): void {
  file.add('dm_personal_relationships', {
    relationship_id: file.nextId('dm_personal_relationships'),
    other_name: HOSTILE,
    rel_type_id: 10,
    is_next_of_kin: 'Y',
  });
  addAlert(file, `Note: ${HOSTILE}`, 'Markup typed into a form.');
}

function addImpossibleDate(file: CaseFile): void {
  file.add('care_packages', {
    package_id: file.nextId('care_packages'),
    service_code: 'CAH',
    service: 'Care at home',
    status: 'CURRENT',
    start_date: '0202-03-04',
  });
}

function addDuplicates(file: CaseFile): void {
  for (let i = 0; i < 2; i += 1) {
    file.add('support_reasons', {
      reason_code: 'PHYS',
      reason: 'Physical support: personal care',
      start_date: file.daysAgo(90),
    });
    addAlert(file, 'High risk of falls', 'The same alert, entered twice.');
  }
}

function addVeryLongText(file: CaseFile): void {
  file.add('case_notes', {
    note_id: file.nextId('case_notes'),
    note_type: 'Home visit',
    title: 'Very long note',
    effective_date: file.daysAgo(3),
    note: 'Everything was written down, at length. '.repeat(50_000),
    created_by: file.worker,
    sealed: 'N',
    third_party: 'N',
  });
  addAlert(file, 'Long alert', 'See below. '.repeat(20_000));
}

function addAlert(file: CaseFile, label: string, detail: string): void {
  file.add('alerts', {
    alert_id: file.nextId('alerts'),
    alert_code: 'FALLS',
    label,
    detail,
    staff_safety: 'N',
    start_date: file.daysAgo(90),
    sealed: 'N',
    third_party: 'N',
  });
}
