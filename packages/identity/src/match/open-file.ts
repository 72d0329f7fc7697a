import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, openSync, readSync, closeSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileColumns } from './columns.ts';
import { type FileDatabase, sqlName, sqlText } from './database.ts';
import { MatchError } from './match-error.ts';

/** A file looked at as a whole, before any row of it. */
export interface LookedAt {
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly digest: string;
  readonly isParquet: boolean;
  /** How a text file is written; `utf-8` has no need of conversion. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
}

/** Reads the file through once: its digest, and how its text is written. @throws {MatchError} */
export async function lookAt(file: string): Promise<LookedAt> {
  const hash = createHash('sha256');
  const isParquet = /\.parquet$/i.test(file);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let encoding: LookedAt['encoding'] = 'utf-8';
  let first = true;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const bytes = chunk as Buffer;
      hash.update(bytes);
      if (first && bytes[0] === 0xff && bytes[1] === 0xfe) encoding = 'utf-16le';
      first = false;
      if (isParquet || encoding !== 'utf-8') continue;
      try {
        decoder.decode(bytes, { stream: true });
      } catch {
        // Offices that do not write UTF-8 write this.
        encoding = 'windows-1252';
      }
    }
  } catch (cause) {
    throw new MatchError('match-file-unreadable', `${file} can't be read`, { cause });
  }
  return { file, digest: hash.digest('hex'), isParquet, encoding };
}

/** A file ready to be read by SQL: every column of the list as text, and `row`, its place in the file from 1. */
export interface OpenedFile {
  readonly relation: string;
  /** Optional columns that the file does not have. */
  readonly missing: readonly string[];
  readonly delimiter: string | null;
}

/**
 * @param converted where to put a copy in UTF-8, if one is needed
 * @throws {MatchError} `match-column-missing`, `match-file-unreadable`
 */
export async function openFile(
  db: FileDatabase,
  looked: LookedAt,
  columns: FileColumns,
  converted: string,
): Promise<OpenedFile> {
  if (looked.isParquet) return openParquet(db, looked.file, columns);
  let file = looked.file;
  if (looked.encoding !== 'utf-8') {
    await convert(looked, converted);
    file = converted;
  }
  return openText(file, columns);
}

async function convert({ file, encoding }: LookedAt, to: string): Promise<void> {
  const decoder = new TextDecoder(encoding);
  const decoded = async function* (): AsyncGenerator<string> {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      yield decoder.decode(chunk as Buffer, { stream: true });
    }
  };
  await pipeline(Readable.from(decoded()), createWriteStream(to));
}

async function openParquet(db: FileDatabase, file: string, columns: FileColumns): Promise<OpenedFile> {
  const from = `read_parquet(${sqlText(file)}, file_row_number = true)`;
  let found: { column_name: string; column_type: string }[];
  try {
    found = await db.rows(`DESCRIBE SELECT * FROM ${from}`);
  } catch (cause) {
    throw new MatchError('match-file-unreadable', `${file} is not a Parquet file`, { cause });
  }
  const types = new Map(
    found.map((one) => [
      one.column_name.trim().toLowerCase(),
      { name: one.column_name, isList: one.column_type.endsWith('[]') },
    ]),
  );
  const missing = missingOf(file, columns, new Set(types.keys()));
  const list = [...columns.required, ...columns.optional].map((name) => {
    const type = types.get(name);
    if (type === undefined) return `CAST(NULL AS VARCHAR) AS ${sqlName(name)}`;
    const column = sqlName(type.name);
    return `${type.isList ? `array_to_string(${column}, '|')` : `CAST(${column} AS VARCHAR)`} AS ${sqlName(name)}`;
  });
  return {
    relation: `(SELECT file_row_number + 1 AS row, ${list.join(', ')} FROM ${from})`,
    missing,
    delimiter: null,
  };
}

const HEADER_BYTES = 1 << 16;

function openText(file: string, columns: FileColumns): OpenedFile {
  const header = firstLine(file);
  const known = new Set([...columns.required, ...columns.optional]);
  const namesBy = (delimiter: string): string[] =>
    header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, '').trim().toLowerCase());
  const fitting = (delimiter: string): number => namesBy(delimiter).filter((name) => known.has(name)).length;
  const delimiter = [',', ';', '\t', '|'].sort((a, b) => fitting(b) - fitting(a))[0]!;
  const names = namesBy(delimiter);
  const missing = missingOf(file, columns, new Set(names));
  // Every column of the file has a name of its own here; a second of the same name is ignored.
  const read = names.map((name, i) => `${sqlText(`c${i}_${name}`)}: 'VARCHAR'`).join(', ');
  const list = [...known].map((name) => {
    const at = names.indexOf(name);
    return `${at < 0 ? 'CAST(NULL AS VARCHAR)' : sqlName(`c${at}_${name}`)} AS ${sqlName(name)}`;
  });
  const from =
    `read_csv(${sqlText(file)}, auto_detect = false, header = false, skip = 1, delim = ${sqlText(delimiter)}, quote = '"', escape = '"', ` +
    `columns = {${read}}, null_padding = false, strict_mode = false, ignore_errors = true, store_rejects = true, ` +
    `rejects_table = 'torn', rejects_scan = 'torn_scan', max_line_size = 10000000)`;
  return {
    relation: `(SELECT row_number() OVER () + 1 AS row, ${list.join(', ')} FROM ${from})`,
    missing,
    delimiter,
  };
}

function firstLine(file: string): string {
  const buffer = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    const size = readSync(handle, buffer, 0, HEADER_BYTES, 0);
    return buffer
      .toString('utf8', 0, size)
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/, 1)[0]!;
  } finally {
    closeSync(handle);
  }
}

function missingOf(file: string, columns: FileColumns, found: ReadonlySet<string>): readonly string[] {
  const needed = columns.required.filter((name) => !found.has(name));
  if (needed.length > 0) {
    throw new MatchError(
      'match-column-missing',
      `${file} has no column ${needed.map((name) => `"${name}"`).join(', ')}; the first line is to name the columns`,
    );
  }
  return columns.optional.filter((name) => !found.has(name));
}
