import type { UploadFileError } from '@solway/sources';
import type { LoadRefusal } from '../load-refused.ts';

/** What a steward is told when nothing was loaded. */
export const LOAD_REFUSALS: Readonly<
  Record<
    LoadRefusal | UploadFileError['code'],
    { readonly title: string; readonly sentences: readonly string[] }
  >
> = {
  'load-unknown': { title: 'There is no such load', sentences: ['Look for it among all loads.'] },
  'load-not-granted': {
    title: 'The agreement does not let this go',
    sentences: [
      'No agreement is in force, or the one that is has no clause for it. Ask the governance lead.',
    ],
  },
  'load-not-direct': {
    title: 'Solway may not write to Mosaic',
    sentences: ['It is not set up here. Download the upload file, and have it loaded in Mosaic.'],
  },
  'load-file-missing': { title: 'No file came', sentences: ['Choose the file, then send it.'] },
  'load-file-too-large': {
    title: 'The file is too large',
    sentences: ['A file of at most 10 MB is taken. Send it in parts.'],
  },
  'upload-not-text': {
    title: 'That is not a CSV file',
    sentences: ['Save it in the spreadsheet as “CSV (comma delimited)”, and send that.'],
  },
  'upload-unreadable': {
    title: 'The file can’t be read to its end',
    sentences: ['A quotation mark may be open. Save it again as CSV.'],
  },
  'upload-empty': { title: 'The file is empty', sentences: ['It has no header, and no row.'] },
  'upload-column-missing': {
    title: 'A column is missing',
    sentences: ['The first line has to name the columns person_id, chi and action.'],
  },
  'upload-column-doubled': {
    title: 'A column is there twice',
    sentences: ['Each of person_id, chi and action may stand once in the first line.'],
  },
  'upload-too-many-rows': {
    title: 'There are too many rows',
    sentences: ['A file holds at most 200,000 rows. Send it in parts.'],
  },
};
