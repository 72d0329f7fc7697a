// Invented people for the speed benchmark, made inside DuckDB from arithmetic alone: the same rows every time.
import { DuckDBInstance } from '@duckdb/node-api';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const starts = [
  'Mac',
  'O',
  'Fer',
  'Hen',
  'Pat',
  'Tho',
  'And',
  'Wil',
  'Rob',
  'Cam',
  'Mur',
  'Ste',
  'Gra',
  'Ken',
  'Dal',
  'Bar',
  'Cla',
  'Dun',
  'Fra',
  'Gil',
  'Har',
  'Irv',
  'Joh',
  'Kin',
  'Lin',
  'Mil',
  'Nai',
  'Ogi',
  'Pit',
  'Ran',
];
const middles = [
  'ar',
  'ber',
  'cul',
  'der',
  'er',
  'fin',
  'gar',
  'hil',
  'in',
  'kel',
  'lan',
  'mor',
  'nel',
  'or',
  'per',
  'quar',
  'ren',
  'sen',
  'ter',
  'un',
];
const ends = [
  'son',
  'ton',
  'ley',
  'man',
  'ay',
  'ie',
  'well',
  'ford',
  'burgh',
  'stone',
  'kin',
  'dale',
  'lock',
  'mond',
  'nan',
];
const forenames = [
  'James',
  'Margaret',
  'John',
  'Mary',
  'William',
  'Elizabeth',
  'Robert',
  'Catherine',
  'David',
  'Anne',
  'Thomas',
  'Isla',
  'Andrew',
  'Fiona',
  'Alexander',
  'Karen',
  'George',
  'Susan',
  'Peter',
  'Emma',
  'Ian',
  'Laura',
  'Stuart',
  'Nicola',
  'Craig',
  'Claire',
  'Gordon',
  'Morag',
  'Hamish',
  'Eilidh',
];

const list = (words) => `[${words.map((word) => `'${word}'`).join(', ')}]`;
/** A number below `below` from a row number; `salt` makes independent draws. */
const draw = (salt, below) =>
  `(((i * 48271 + ${salt} * 69621) % 2147483647) * ((i + ${salt}) % 65521 + 1) % 2147483647) % ${below}`;
/** As `draw`, but low numbers come far more often, as common names do. */
const skewed = (salt, below) =>
  `CAST(floor(${below} * pow((${draw(salt, 1_000_003)}) / 1000003.0, 3)) AS BIGINT)`;

const person = `SELECT i,
  ${list(forenames)}[1 + ${skewed(1, forenames.length)}] || CASE WHEN ${draw(2, 3)} = 0 THEN ${list(ends)}[1 + ${draw(3, ends.length)}] ELSE '' END AS forename,
  ${list(starts)}[1 + ${skewed(4, starts.length)}] || ${list(middles)}[1 + ${skewed(5, middles.length)}] || ${list(ends)}[1 + ${skewed(6, ends.length)}] AS surname,
  strftime(DATE '1930-01-01' + CAST(${draw(7, 32_000)} AS INTEGER), '%Y-%m-%d') AS dob,
  ${list(['EH', 'G', 'KA', 'DG', 'AB', 'DD', 'FK', 'IV', 'KY', 'ML', 'PA', 'PH'])}[1 + ${draw(8, 12)}] || CAST(1 + ${draw(9, 40)} AS VARCHAR) || ' ' || CAST(1 + ${draw(10, 9)} AS VARCHAR)
    || chr(CAST(65 + ${draw(11, 20)} AS INTEGER)) || chr(CAST(65 + ${draw(12, 20)} AS INTEGER)) AS postcode,
  CASE WHEN ${draw(13, 2)} = 0 THEN 'M' ELSE 'F' END AS sex`;

/** The same people as another clerk wrote them: moved, mistyped, not given. */
const spoilt = `SELECT i,
  CASE ${draw(21, 20)} WHEN 0 THEN substr(forename, 1, 2) || substr(forename, 4) WHEN 1 THEN NULL WHEN 2 THEN substr(forename, 1, 1) ELSE forename END AS forename,
  CASE ${draw(22, 20)} WHEN 0 THEN substr(surname, 1, 3) || 'e' || substr(surname, 5) WHEN 1 THEN substr(surname, 1, 4) || substr(surname, 6) ELSE surname END AS surname,
  CASE ${draw(23, 30)} WHEN 0 THEN substr(dob, 1, 8) || substr(dob, 10, 1) || substr(dob, 9, 1) WHEN 1 THEN NULL ELSE dob END AS dob,
  CASE WHEN ${draw(24, 10)} < 3 THEN 'EH' || CAST(1 + ${draw(25, 40)} AS VARCHAR) || ' ' || CAST(1 + ${draw(26, 9)} AS VARCHAR) || 'ZZ' ELSE postcode END AS postcode,
  sex FROM people`;

/** Writes the tables that are not there yet. @returns their paths */
export async function population(folder, { people, council }) {
  mkdirSync(folder, { recursive: true });
  const name = (part) => join(folder, `${part}-${people}-${council}.parquet`);
  const paths = { single: name('single'), left: name('left'), right: name('right') };
  if (Object.values(paths).every((path) => existsSync(path))) return paths;
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const db = await instance.connect();
  await db.run(`CREATE TABLE people AS ${person} FROM range(${people}) t(i)`);
  await db.run(
    `COPY (SELECT 'p-' || i AS id, * EXCLUDE (i) FROM people) TO '${paths.right}' (FORMAT parquet)`,
  );
  await db.run(
    `COPY (SELECT 'c-' || i AS id, * EXCLUDE (i) FROM (${spoilt}) WHERE i % ${Math.floor(people / council)} = 0 LIMIT ${council}) TO '${paths.left}' (FORMAT parquet)`,
  );
  // One million rows to deduplicate: 800,000 people, and 200,000 of them again.
  await db.run(
    `COPY (SELECT 'p-' || i AS id, * EXCLUDE (i) FROM people WHERE i < 800000 UNION ALL SELECT 'd-' || i AS id, * EXCLUDE (i) FROM (${spoilt}) WHERE i < 200000) TO '${paths.single}' (FORMAT parquet)`,
  );
  db.closeSync();
  instance.closeSync();
  return paths;
}
