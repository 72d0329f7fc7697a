import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SettingsInput, train } from '@solway/linkage';
import { isChildSql, onRegisterSql } from './age-parts.ts';
import { openFileDatabase } from './database.ts';
import { MODEL_FOLDER, type ModelPart, type Prior, type Thresholds } from './matching-model.ts';
import { lookAt } from './open-file.ts';
import { agePartsOf, judgedFile } from './pipeline.ts';

export interface TrainOptions {
  readonly council: string;
  readonly chi: string;
  readonly out: string;
  /** `YYYY-MM-DD`, written into the model. */
  readonly date: string;
  readonly memoryMb: number;
  readonly tell: (step: string) => void;
}

/** What is chosen and not trained; it is kept beside the settings. */
interface Choices {
  readonly name: string;
  readonly thresholds: Thresholds;
  readonly prior: Prior;
}

/**
 * Trains both models on two files, without labels, and writes them with the document that names them; resolves to
 * its digest. Same files and settings, same models.
 */
export async function trainModel(options: TrainOptions): Promise<string> {
  const folder = join(options.out, '.match-work');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const choices = JSON.parse(await readFile(new URL('choices.json', MODEL_FOLDER), 'utf8')) as Choices;
  const hashes: Partial<Record<ModelPart, string>> = {};
  {
    // Closed before its folder is removed.
    await using db = await openFileDatabase({ folder, memoryMb: options.memoryMb });
    const shop = { folder, db, memoryMb: options.memoryMb, tell: options.tell };
    const council = await judgedFile(shop, 'council', await lookAt(options.council));
    const chi = await judgedFile(shop, 'chi', await lookAt(options.chi));
    const parts = await agePartsOf(db, chi);
    for (const part of ['adults', 'children'] as const) {
      options.tell(`train the model of ${part}`);
      const file = await readFile(new URL(`${part}.settings.json`, MODEL_FOLDER), 'utf8');
      const child = `(${isChildSql(parts)}) = ${part === 'children'}`;
      const model = await train({
        left: { file: council.rows, where: `${council.taken} AND ${child}` },
        right: { file: chi.rows, where: `${chi.taken} AND ${onRegisterSql(part, parts)}` },
        settings: JSON.parse(file) as SettingsInput,
        date: options.date,
      });
      hashes[part] = model.trained.hash;
      await writeFile(join(options.out, `${part}.model.json`), `${JSON.stringify(model)}\n`);
    }
  }
  await rm(folder, { recursive: true, force: true });
  const envelope = {
    name: choices.name,
    dated: options.date,
    thresholds: choices.thresholds,
    prior: choices.prior,
    ...hashes,
  };
  const text = JSON.stringify(envelope);
  await writeFile(join(options.out, 'matching.json'), `${JSON.stringify(envelope, null, 2)}\n`);
  return createHash('sha256').update(text).digest('hex');
}
