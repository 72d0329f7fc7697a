import { type FileDatabase, sqlText } from './database.ts';
import type { JudgedFile } from './judge-rows.ts';
import type { Thresholds } from './matching-model.ts';

/** Why a council record has the outcome that it has; several stand together, separated by a space. */
export type OutcomeReason =
  | 'model'
  | 'duplicate-council-record'
  | 'died'
  | 'below-link-threshold'
  | 'runner-up-too-close'
  | 'needs-human'
  | 'twin-not-named'
  | 'number-held-by-another'
  | 'nobody-like-this';

/**
 * Decides every council record that was taken, in the table `decided`: `person_id, outcome, reason, chi, weight,
 * probability, runner_up`, from the pairs of both parts in `scored`. The rules are those of `decideOne`; a test
 * holds the two together.
 */
export async function decideAll(
  db: FileDatabase,
  files: { readonly council: JudgedFile; readonly chi: JudgedFile },
  pairs: readonly string[],
  t: Thresholds,
): Promise<void> {
  const empty = `SELECT '' AS left_id, '' AS right_id, 0::DOUBLE AS match_weight, 0::DOUBLE AS match_probability WHERE false`;
  const all = [empty, ...pairs.map((file) => `SELECT * FROM read_parquet(${sqlText(file)})`)].join(
    ' UNION ALL ',
  );
  await db.run(
    `CREATE OR REPLACE TABLE scored AS SELECT left_id AS person_id, right_id AS chi, match_weight AS weight, match_probability AS probability, ` +
      `row_number() OVER w AS place, lead(match_weight) OVER w AS runner_up FROM (${all}) WHERE match_weight >= ${t.review} ` +
      `WINDOW w AS (PARTITION BY left_id ORDER BY match_weight DESC, right_id)`,
  );
  const council = `SELECT person_id, restricted, twin AND known_as IS NULL AS twin FROM read_parquet(${sqlText(files.council.rows)}) WHERE ${files.council.taken}`;
  const best =
    `SELECT c.*, s.chi, s.weight, s.probability, s.runner_up, ` +
    `CASE WHEN s.chi IS NULL THEN 'none' WHEN s.weight < ${t.link} OR s.weight - s.runner_up < ${t.leaderAdvantage} OR c.restricted OR c.twin THEN 'review' ELSE 'link' END AS first ` +
    `FROM (${council}) c LEFT JOIN scored s ON s.person_id = c.person_id AND s.place = 1`;
  await db.run(`CREATE OR REPLACE TABLE best AS ${best}`);
  // A number that several records claim: the strongest has it, the others too where they are strong.
  const claims = `SELECT chi, count(*) AS claims, max(weight) AS strongest FROM best WHERE first = 'link' GROUP BY chi`;
  const second = `(b.first = 'link' AND b.weight < k.strongest AND b.weight < ${t.secondRecord})`;
  const reasons = [
    [`b.chi IS NULL`, 'nobody-like-this'],
    [`b.first = 'link' AND NOT ${second}`, 'model'],
    [`b.first = 'link' AND NOT ${second} AND k.claims > 1`, 'duplicate-council-record'],
    [`b.chi IS NOT NULL AND b.weight < ${t.link}`, 'below-link-threshold'],
    [`b.weight - b.runner_up < ${t.leaderAdvantage}`, 'runner-up-too-close'],
    [`b.chi IS NOT NULL AND b.restricted`, 'needs-human'],
    [`b.chi IS NOT NULL AND b.twin`, 'twin-not-named'],
    [second, 'number-held-by-another'],
    [`b.chi IS NOT NULL AND r.died IS NOT NULL`, 'died'],
  ].map(([when, reason]) => `CASE WHEN ${when} THEN '${reason}' END`);
  await db.run(
    `CREATE OR REPLACE TABLE decided AS SELECT b.person_id, CASE WHEN ${second} THEN 'review' ELSE b.first END AS outcome, ` +
      `concat_ws(' ', ${reasons.join(', ')}) AS reason, b.chi, b.weight, b.probability, b.runner_up ` +
      `FROM best b LEFT JOIN (${claims}) k ON k.chi = b.chi ` +
      `LEFT JOIN (SELECT chi, died FROM read_parquet(${sqlText(files.chi.rows)}) WHERE died IS NOT NULL AND ${files.chi.taken}) r ON r.chi = b.chi`,
  );
}
