export const TASK_WORDS: Readonly<Record<string, string>> = {
  'not-my-patient': 'Somebody said “this is not my patient”: the link is stopped until it has been checked',
  'not-my-patient-unlinked': 'Somebody reported a page that showed no match: nothing was stopped',
  'exposure-unacknowledged':
    'Somebody who saw a record through a wrong link has not acknowledged that they were told',
  'duplicate-council-records': 'Mosaic holds this person more than once',
  'chi-numbers-linked': 'The register says that this CHI number and another belong together',
  'chi-numbers-unlinked':
    'The register says that this CHI number and another do not belong together after all',
  'death-without-date': 'The register says that this person has died, and gives no date',
  'break-glass': 'Emergency access was used: it is to be reviewed',
};

/** What to quote when ringing about a task. */
export function taskReference(id: string): string {
  return id.slice(0, 8).toUpperCase();
}
