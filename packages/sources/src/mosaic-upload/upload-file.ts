import { InvalidChiError, parseChi, parseMosaicPersonId, SolwayError } from '@solway/kernel';
import { CsvError, parse } from 'csv-parse/sync';

/** The file as a whole can't be taken, and nothing of it was. */
export class UploadFileError extends SolwayError<
  | 'upload-not-text'
  | 'upload-unreadable'
  | 'upload-empty'
  | 'upload-column-missing'
  | 'upload-column-doubled'
  | 'upload-too-many-rows'
> {}

/** Why a row of the file can't be sent. */
export type UploadRowFault =
  | 'wrong-number-of-cells'
  | 'header-repeated'
  | 'person-id-missing'
  | 'person-id-invalid'
  | 'chi-missing'
  | 'chi-not-ten-digits'
  | 'chi-date-impossible'
  | 'chi-check-digit-wrong'
  | 'action-unknown';

/** One row as it was written; `reason` says why it can't be sent. */
export interface UploadFileRow {
  /** The line of the file, the header being line 1. */
  readonly number: number;
  readonly person_id: string;
  readonly chi: string;
  readonly action: string;
  readonly reason?: UploadRowFault;
  /** The number had lost its leading zero. */
  readonly recovered?: true;
}

export const UPLOAD_COLUMNS = ['person_id', 'chi', 'action'] as const;
const MOST_ROWS = 200_000;
const LONGEST_CELL = 200;

/**
 * A file of CHI numbers for Mosaic (CSV with commas, semicolons or tabs; columns in any order, others ignored),
 * judged row by row. A number whose leading zero a spreadsheet took is given it back.
 * @throws {UploadFileError} where it is no such file
 */
export function readUploadFile(bytes: Buffer): readonly UploadFileRow[] {
  const records = recordsOf(textOf(bytes));
  const [header, ...rows] = records;
  if (header === undefined) throw new UploadFileError('upload-empty', 'the file is empty');
  if (rows.length > MOST_ROWS)
    throw new UploadFileError('upload-too-many-rows', `a file holds at most ${MOST_ROWS} rows`);
  const places = placesOf(header.record);
  return rows.map(({ record, info }) => rowFrom(record, header.record, places, info.lines));
}

interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Numbers and plain words: any encoding that has ASCII in it will do, and one that has not is told. */
function textOf(bytes: Buffer): string {
  if (bytes.includes(0)) throw new UploadFileError('upload-not-text', 'the file is not CSV text');
  return bytes.toString('utf8').replace(/^\u{feff}/u, '');
}

function recordsOf(text: string): readonly Line[] {
  const [first = ''] = text.split(/\r?\n|\r/, 1);
  const delimiter = [',', ';', '\t'].find((one) => first.includes(one)) ?? ',';
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      max_record_size: 64 * 1024,
    }) as unknown as readonly Line[];
  } catch (error) {
    const code = error instanceof CsvError ? error.code : 'unknown';
    throw new UploadFileError('upload-unreadable', `the file can't be read to its end (${code})`);
  }
}

function placesOf(header: readonly string[]): Readonly<Record<(typeof UPLOAD_COLUMNS)[number], number>> {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const placeOf = (column: string): number => {
    const place = names.indexOf(column);
    if (place === -1) throw new UploadFileError('upload-column-missing', `there is no column "${column}"`);
    if (place !== names.lastIndexOf(column))
      throw new UploadFileError('upload-column-doubled', `the column "${column}" is there twice`);
    return place;
  };
  return { person_id: placeOf('person_id'), chi: placeOf('chi'), action: placeOf('action') };
}

function rowFrom(
  record: readonly string[],
  header: readonly string[],
  places: Readonly<Record<(typeof UPLOAD_COLUMNS)[number], number>>,
  number: number,
): UploadFileRow {
  const cell = (column: (typeof UPLOAD_COLUMNS)[number]): string =>
    // What the database can't hold is no part of a number or a word.
    (record[places[column]] ?? '')
      .trim()
      .replaceAll(/[^\u0020-\u007e]/g, '?')
      .slice(0, LONGEST_CELL);
  const row = { number, person_id: cell('person_id'), chi: cell('chi'), action: cell('action') };
  const faulty = (reason: UploadRowFault): UploadFileRow => ({ ...row, reason });
  if (record.length !== header.length) return faulty('wrong-number-of-cells');
  if (UPLOAD_COLUMNS.every((column) => row[column].toLowerCase() === column))
    return faulty('header-repeated');
  if (row.person_id === '') return faulty('person-id-missing');
  if (row.chi === '') return faulty('chi-missing');
  const action = row.action.toLowerCase();
  if (action !== 'set' && action !== 'withdraw') return faulty('action-unknown');
  try {
    const personId = parseMosaicPersonId(row.person_id);
    // What is to be withdrawn is named as Mosaic holds it, right or wrong.
    const digits = row.chi.replaceAll(' ', '');
    if (action === 'withdraw') return { number, person_id: personId, chi: digits, action };
    const recovered = /^[0-9]{9}$/.test(digits);
    const { chi } = parseChi(recovered ? `0${digits}` : digits);
    return { number, person_id: personId, chi, action, ...(recovered ? { recovered } : {}) };
  } catch (error) {
    return faulty(error instanceof InvalidChiError ? error.code : 'person-id-invalid');
  }
}

/** Lines of a CSV file. A cell that a spreadsheet would take for a formula is given a quote that makes it text. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
