import { type FileDatabase, sqlText } from './database.ts';
import { isChildSql, type AgeParts } from './age-parts.ts';
import type { JudgedFile } from './judge-rows.ts';
import type { MatchingModel } from './matching-model.ts';
import { rejectedSql } from './write-results.ts';

/** How many of some people came to each outcome. */
export interface OutcomeCounts {
  readonly people: number;
  readonly link: number;
  readonly review: number;
  readonly none: number;
}

/** What a match did, in numbers and without a time: the same files and model give the same summary. */
export interface MatchSummary {
  readonly model: { readonly name: string; readonly dated: string; readonly digest: string };
  readonly inputs: Readonly<Record<'council' | 'chi', InputSummary>>;
  readonly all: OutcomeCounts;
  readonly adults: OutcomeCounts;
  readonly children: OutcomeCounts;
  readonly reasons: readonly {
    readonly outcome: string;
    readonly reason: string;
    readonly records: number;
  }[];
  /** Numbers that two or more council records link to. */
  readonly sharedNumbers: number;
  /** People who seem to have two numbers on CHI. */
  readonly peopleWithTwoNumbers: number;
  /** Outcomes by whole bits of match weight, lowest first. */
  readonly weights: readonly { readonly bits: number; readonly link: number; readonly review: number }[];
}

export interface InputSummary {
  /** The file's own name, without its folder. */
  readonly name: string;
  readonly sha256: string;
  readonly encoding: string;
  readonly taken: number;
  readonly missing: readonly string[];
  readonly rejected: readonly { readonly code: string; readonly rows: number }[];
  readonly notes: readonly { readonly code: string; readonly rows: number }[];
}

export async function summarise(
  db: FileDatabase,
  model: MatchingModel,
  files: { readonly council: JudgedFile; readonly chi: JudgedFile; readonly parts: AgeParts },
  inputs: Readonly<Record<'council' | 'chi', Pick<InputSummary, 'name' | 'sha256' | 'encoding'>>>,
  folder: string,
): Promise<MatchSummary> {
  const side = (name: 'council' | 'chi'): Promise<InputSummary> =>
    inputSummary(db, name, files[name], inputs[name], folder);
  const child = `SELECT d.*, ${isChildSql(files.parts)} AS child FROM decided d JOIN (SELECT person_id, date_of_birth, context FROM read_parquet(${sqlText(files.council.rows)}) WHERE ${files.council.taken}) c USING (person_id)`;
  const counts = (where: string): Promise<OutcomeCounts[]> =>
    db.rows(
      `SELECT count(*) AS people, ${['link', 'review', 'none'].map((one) => `count(*) FILTER (WHERE outcome = '${one}') AS "${one}"`).join(', ')} FROM (${child}) WHERE ${where}`,
    );
  const [shared] = await db.rows<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT chi FROM decided WHERE outcome = 'link' GROUP BY chi HAVING count(*) > 1)`,
  );
  const [two] = await db.rows<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM read_parquet(${sqlText(files.chi.rows)}) WHERE ${files.chi.taken} AND date_of_birth IS NOT NULL AND postcode IS NOT NULL ` +
      `GROUP BY lower(surname), lower(forename_1), coalesce(lower(forename_2), ''), date_of_birth, replace(upper(postcode), ' ', '') HAVING count(*) > 1)`,
  );
  return {
    model: { name: model.name, dated: model.dated, digest: model.digest },
    inputs: { council: await side('council'), chi: await side('chi') },
    all: (await counts('true'))[0]!,
    adults: (await counts('NOT child'))[0]!,
    children: (await counts('child'))[0]!,
    reasons: await db.rows(
      'SELECT outcome, reason, count(*) AS records FROM decided GROUP BY ALL ORDER BY outcome, records DESC, reason',
    ),
    sharedNumbers: shared!.n,
    peopleWithTwoNumbers: two!.n,
    weights: await db.rows(
      `SELECT CAST(floor(weight) AS INTEGER) AS bits, count(*) FILTER (WHERE outcome = 'link') AS link, count(*) FILTER (WHERE outcome = 'review') AS review FROM decided WHERE outcome <> 'none' GROUP BY 1 ORDER BY 1`,
    ),
  };
}

async function inputSummary(
  db: FileDatabase,
  side: 'council' | 'chi',
  file: JudgedFile,
  input: Pick<InputSummary, 'name' | 'sha256' | 'encoding'>,
  folder: string,
): Promise<InputSummary> {
  const from = `read_parquet(${sqlText(file.rows)}) WHERE ${file.taken}`;
  const [taken] = await db.rows<{ n: number }>(`SELECT count(*) AS n FROM ${from}`);
  return {
    ...input,
    taken: taken!.n,
    missing: file.missing,
    rejected: await db.rows(
      `SELECT code, count(*) AS rows FROM (${rejectedSql(folder)}) WHERE file = '${side}' GROUP BY code ORDER BY code`,
    ),
    notes: await db.rows(
      `SELECT code, count(*) AS rows FROM (SELECT unnest(notes) AS code FROM ${from}) GROUP BY code ORDER BY code`,
    ),
  };
}
