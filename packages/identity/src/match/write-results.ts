import { type FileDatabase, sqlText } from './database.ts';
import type { JudgedFile } from './judge-rows.ts';

const number = (value: string, digits: number): string => `printf('%.${digits}f', ${value})`;

/** `links.csv`: one row for each council record that was taken, in the order of its id. */
export function writeLinks(db: FileDatabase, to: string): Promise<void> {
  return csv(
    db,
    `SELECT person_id, CASE WHEN outcome <> 'none' THEN chi END AS chi, outcome, CASE WHEN outcome <> 'none' THEN ${number('weight', 3)} END AS match_weight, ` +
      `CASE WHEN outcome <> 'none' THEN ${number('probability', 6)} END AS match_probability, reason FROM decided ORDER BY person_id`,
    to,
  );
}

/** How many candidates a review shows. */
const CANDIDATES_SHOWN = 5;

/** `candidates.csv`: for each review, whom the register holds that it could be, best first. */
export function writeCandidates(db: FileDatabase, chi: JudgedFile, to: string): Promise<void> {
  const shown = [
    'surname',
    'forename_1',
    'forename_2',
    'birth_surname',
    'date_of_birth',
    'sex',
    'postcode',
    'died',
  ];
  return csv(
    db,
    `SELECT s.person_id, s.place AS candidate, s.chi, ${number('s.weight', 3)} AS match_weight, ${number('s.probability', 6)} AS match_probability, ` +
      `${shown.map((name) => `r.${name}`).join(', ')} FROM scored s JOIN decided d ON d.person_id = s.person_id AND d.outcome = 'review' ` +
      `JOIN (SELECT * FROM read_parquet(${sqlText(chi.rows)}) WHERE ${chi.taken}) r ON r.chi = s.chi WHERE s.place <= ${CANDIDATES_SHOWN} ORDER BY s.person_id, s.place`,
    to,
  );
}

/** Every rejected row of both files: `file, row, id, code`. */
export function rejectedSql(folder: string): string {
  const side = (name: 'council' | 'chi'): string => {
    const file = (part: string): string => `read_parquet(${sqlText(`${folder}/${name}${part}.parquet`)})`;
    const id = name === 'council' ? 'person_id' : 'chi';
    return (
      `SELECT '${name}' AS file, row, ${id} AS id, fault AS code FROM ${file('')} WHERE fault IS NOT NULL ` +
      `UNION ALL SELECT '${name}', row, id, fault FROM ${file('-repeats')} UNION ALL SELECT '${name}', row, NULL, fault FROM ${file('-torn')}`
    );
  };
  return `SELECT * FROM (${side('council')} UNION ALL ${side('chi')})`;
}

export function writeRejected(db: FileDatabase, folder: string, to: string): Promise<void> {
  return csv(db, `${rejectedSql(folder)} ORDER BY file DESC, row, code`, to);
}

function csv(db: FileDatabase, sql: string, to: string): Promise<void> {
  return db.run(`COPY (${sql}) TO ${sqlText(to)} (FORMAT csv, HEADER)`);
}
