import { createReadStream } from 'node:fs';
import { SolwayError } from '@solway/kernel';
import { type CsvError, parse } from 'csv-parse';
import type { ChiPerson, RejectedRow } from '../population.ts';
import { CHI_COLUMNS, type ChiCells, chiPersonFrom, REQUIRED_CHI_COLUMNS } from './chi-columns.ts';

/** The file as a whole can't be read as an extract. */
export class ExtractError extends SolwayError<
  'extract-unreadable' | 'extract-empty' | 'extract-column-missing' | 'extract-column-doubled'
> {}

export interface ReadChiOptions {
  readonly signal?: AbortSignal;
  /** Told once, at the header: which columns are absent and which are ignored. */
  readonly onHeader?: (found: {
    readonly absent: readonly string[];
    readonly ignored: readonly string[];
  }) => void;
}

/** A line longer than this is no row: a quote was left open, or the file is something else. */
const LONGEST_ROW_CHARACTERS = 64 * 1024;

interface ParsedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly error?: CsvError };
}

/**
 * The people of a CHI extract (CSV, UTF-8 with or without a byte-order mark, any order of columns), judged row by
 * row: a row that can't be taken is a `RejectedRow`, never an end. Memory does not grow with the file.
 * @throws {ExtractError} where there is no usable header or the file can't be opened.
 */
export async function* readChiExtract(
  path: string,
  options: ReadChiOptions = {},
): AsyncGenerator<ChiPerson | RejectedRow> {
  const { signal } = options;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: false,
    relax_quotes: true,
    info: true,
    max_record_size: LONGEST_ROW_CHARACTERS,
  });
  const file = createReadStream(path, signal === undefined ? {} : { signal });
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let header: Header | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedLine>) {
      if (header === undefined) {
        header = readHeader(record);
        options.onHeader?.({ absent: header.absent, ignored: header.ignored });
        continue;
      }
      yield rowFrom(record, header, info.lines);
    }
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    throw new ExtractError('extract-unreadable', 'the extract could not be read to its end', {
      cause: error,
    });
  } finally {
    file.destroy();
    parser.destroy();
  }
  if (header === undefined) throw new ExtractError('extract-empty', 'the extract holds no header');
}

interface Header {
  readonly places: readonly (readonly [column: (typeof CHI_COLUMNS)[number], place: number])[];
  readonly width: number;
  readonly names: readonly string[];
  readonly absent: readonly string[];
  readonly ignored: readonly string[];
}

function readHeader(cells: readonly string[]): Header {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const known: ReadonlySet<string> = new Set(CHI_COLUMNS);
  for (const column of REQUIRED_CHI_COLUMNS)
    if (!names.includes(column))
      throw new ExtractError('extract-column-missing', `there is no column "${column}"`);
  for (const column of CHI_COLUMNS)
    if (names.indexOf(column) !== names.lastIndexOf(column))
      throw new ExtractError('extract-column-doubled', `the column "${column}" is there twice`);
  return {
    places: CHI_COLUMNS.flatMap((column) =>
      names.includes(column) ? [[column, names.indexOf(column)] as const] : [],
    ),
    width: names.length,
    names,
    absent: CHI_COLUMNS.filter((column) => !names.includes(column)),
    ignored: names.filter((name) => !known.has(name)),
  };
}

function rowFrom(record: readonly string[], header: Header, line: number): ChiPerson | RejectedRow {
  if (record.length !== header.width)
    return { rejected: record.length < header.width ? 'row-torn' : 'wrong-number-of-cells', line };
  // U+FFFD is what an undecodable byte becomes: the file, or this line of it, is in another encoding.
  if (record.some((cell) => cell.includes('\uFFFD'))) return { rejected: 'not-utf-8', line };
  if (record.every((cell, place) => cell.trim().toLowerCase() === header.names[place]))
    return { rejected: 'header-repeated', line };
  const cells: ChiCells = Object.fromEntries(
    header.places.map(([column, place]) => [column, record[place] ?? '']),
  );
  return chiPersonFrom(cells, line);
}
