import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { link, type Model } from '@solway/linkage';
import { agePartsAt, type AgeParts, isChildSql, onRegisterSql } from './age-parts.ts';
import { type FileDatabase, sqlText } from './database.ts';
import {
  FILES,
  judgeCouncil,
  judgeRegister,
  judgeRepeats,
  judgeTorn,
  takenSql,
  type JudgedFile,
} from './judge-rows.ts';
import { MatchError } from './match-error.ts';
import { type MatchingModel, type ModelPart, priorFor, withPrior } from './matching-model.ts';
import { type LookedAt, openFile } from './open-file.ts';

/** Work that leaves files in a folder, each whole or not there: a killed run goes on from the last of them. */
export interface Workshop {
  readonly folder: string;
  readonly db: FileDatabase;
  readonly memoryMb: number;
  readonly tell: (step: string) => void;
}

/** Makes a file of the workshop unless an earlier run has. It appears under its name only when it is whole. */
async function made(
  { folder, tell }: Workshop,
  name: string,
  step: string,
  make: (to: string) => Promise<void>,
): Promise<string> {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  tell(step);
  const half = join(folder, `half-${name}`);
  await rm(half, { force: true });
  await make(half);
  await rename(half, path);
  return path;
}

/** Reads a file and judges every row of it. @throws {MatchError} */
export async function judgedFile(
  shop: Workshop,
  side: 'council' | 'chi',
  looked: LookedAt,
): Promise<JudgedFile> {
  const { db } = shop;
  const converted = join(shop.folder, `${side}-utf8.csv`);
  const opened = await openFile(db, looked, FILES[side], converted);
  const words = side === 'council' ? 'the council file' : 'the CHI file';
  const judge = side === 'council' ? judgeCouncil : judgeRegister;
  const tornFile = join(shop.folder, `${side}-torn.parquet`);
  const rows = await made(shop, `${side}.parquet`, `read ${words}`, async (to) => {
    await judge(db, opened, to);
    // Written before the rows appear, so that it is there whenever they are.
    await judgeTorn(db, looked, tornFile);
  });
  await rm(converted, { force: true });
  const id = side === 'council' ? 'person_id' : 'chi';
  const repeats = await made(shop, `${side}-repeats.parquet`, `look for repeated rows in ${words}`, (to) =>
    judgeRepeats(db, rows, id, to),
  );
  const taken = await takenSql(db, repeats);
  const [count] = await db.rows<{ n: number }>(
    `SELECT count(*) AS n FROM read_parquet(${sqlText(rows)}) WHERE ${taken}`,
  );
  if (count!.n === 0)
    throw new MatchError('match-nothing-accepted', `no row of ${looked.file} could be taken`);
  return { rows, taken, missing: opened.missing };
}

/** The days that part children from adults, from the register's own newest births: no clock is read. */
export async function agePartsOf(db: FileDatabase, chi: JudgedFile): Promise<AgeParts> {
  const [newest] = await db.rows<{ day: string | null }>(
    `SELECT strftime(quantile_disc(CAST(date_of_birth AS DATE), 0.999), '%Y-%m-%d') AS day FROM read_parquet(${sqlText(chi.rows)}) WHERE ${chi.taken} AND date_of_birth IS NOT NULL`,
  );
  return agePartsAt(newest?.day ?? '2026-01-01');
}

/** What linking one part left: its pairs over the review threshold, and the model as it was used. */
export interface LinkedPart {
  /** `left_id, right_id, match_weight, match_probability`; null where the part has nobody. */
  readonly pairs: string | null;
  readonly model: Model;
}

/** Links one part of the council's people to its part of the register. */
export async function linkPart(
  shop: Workshop,
  matching: MatchingModel,
  part: ModelPart,
  files: { readonly council: JudgedFile; readonly chi: JudgedFile; readonly parts: AgeParts },
): Promise<LinkedPart> {
  const { db } = shop;
  const { council, chi, parts } = files;
  const child = `(${isChildSql(parts)}) = ${part === 'children'}`;
  const left = { file: council.rows, where: `${council.taken} AND ${child}` };
  const right = { file: chi.rows, where: `${chi.taken} AND ${onRegisterSql(part, parts)}` };
  const sizeOf = async ({ file, where }: { file: string; where: string }): Promise<number> =>
    (
      await db.rows<{ n: number }>(`SELECT count(*) AS n FROM read_parquet(${sqlText(file)}) WHERE ${where}`)
    )[0]!.n;
  const [people, register] = [await sizeOf(left), await sizeOf(right)];
  const fitted = withPrior(matching[part], priorFor(matching, register));
  const settings: Model = {
    ...fitted,
    prediction: { ...fitted.prediction, select: 'all', threshold: probabilityAt(matching.thresholds.review) },
    engine: { ...fitted.engine, memoryLimitMb: shop.memoryMb },
  };
  if (people === 0 || register === 0) return { pairs: null, model: fitted };
  const speaks = register >= matching.prior.leastRegister;
  const modelFile = join(shop.folder, `model-${part}.json`);
  const pairs = await made(
    shop,
    `pairs-${part}.parquet`,
    `match ${people} ${part} with ${register} people on CHI`,
    async (to) => {
      await using result = await link({
        left,
        right,
        settings,
        date: matching.dated,
        frequencies: speaks ? 'right' : 'model',
        onProgress: ({ step }) => shop.tell(`  ${step}`),
      });
      await writeFile(modelFile, JSON.stringify(await result.model()));
      await result.writeLinks(to);
    },
  );
  return { pairs, model: JSON.parse(await readFile(modelFile, 'utf8')) as Model };
}

/** A little under the threshold, so that nothing on it is lost to rounding; the decision compares weights. */
function probabilityAt(weight: number): number {
  const odds = 2 ** (weight - 0.001);
  return odds / (1 + odds);
}
