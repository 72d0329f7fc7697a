import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openFileDatabase } from './database.ts';
import { decideAll } from './decide-sql.ts';
import { type MatchingModel, readMatchingModel } from './matching-model.ts';
import { type LookedAt, lookAt } from './open-file.ts';
import { agePartsOf, judgedFile, linkPart, type Workshop } from './pipeline.ts';
import { matchReport } from './report.ts';
import { type MatchSummary, summarise } from './summary.ts';
import { writeCandidates, writeLinks, writeRejected } from './write-results.ts';

export interface MatchFilesOptions {
  readonly council: string;
  readonly chi: string;
  /** The results go here; made where it is not. */
  readonly out: string;
  readonly memoryMb: number;
  readonly tell: (step: string) => void;
}

/** What a match leaves in its folder. `run.json` comes last, and says that the others are whole. */
export const RESULT_FILES = [
  'links.csv',
  'candidates.csv',
  'rejected.csv',
  'report.html',
  'run.json',
] as const;
const WORK = '.match-work';

/**
 * Matches a council file with a CHI file, from files to files, with no server and no database. Killed at any point,
 * the same call goes on where it was and leaves the same bytes; called again on the same files it does nothing.
 * @throws {MatchError}, and `LinkageError` where the engine fails
 */
export async function matchFiles(options: MatchFilesOptions): Promise<MatchSummary> {
  const model = readMatchingModel();
  options.tell('look at both files');
  const looked = { council: await lookAt(options.council), chi: await lookAt(options.chi) };
  const key = keyOf(model, looked);
  const done = await finished(options.out, key);
  if (done) return done;
  const folder = join(options.out, WORK);
  await workFolder(folder, key);
  await using db = await openFileDatabase({ folder, memoryMb: options.memoryMb });
  const shop: Workshop = { folder, db, memoryMb: options.memoryMb, tell: options.tell };
  const council = await judgedFile(shop, 'council', looked.council);
  const chi = await judgedFile(shop, 'chi', looked.chi);
  const parts = await agePartsOf(db, chi);
  const files = { council, chi, parts };
  const adults = await linkPart(shop, model, 'adults', files);
  const children = await linkPart(shop, model, 'children', files);
  options.tell('decide');
  const pairs = [adults, children].flatMap((part) => (part.pairs === null ? [] : [part.pairs]));
  await decideAll(db, files, pairs, model.thresholds);
  options.tell('write the results');
  const half = (name: string): string => join(folder, `half-${name}`);
  await writeLinks(db, half('links.csv'));
  await writeCandidates(db, chi, half('candidates.csv'));
  await writeRejected(db, folder, half('rejected.csv'));
  const inputs = { council: inputOf(looked.council), chi: inputOf(looked.chi) };
  const summary = await summarise(db, model, files, inputs, folder);
  await writeFile(half('report.html'), matchReport(summary));
  await writeFile(half('run.json'), `${JSON.stringify({ key, ...summary }, null, 2)}\n`);
  await rm(join(options.out, 'run.json'), { force: true });
  for (const name of RESULT_FILES) await rename(half(name), join(options.out, name));
  await rm(folder, { recursive: true, force: true });
  return summary;
}

/** What a run's results depend on: both files' bytes, and the model. */
function keyOf(model: MatchingModel, looked: Record<'council' | 'chi', LookedAt>): string {
  return createHash('sha256')
    .update(['match/1', model.digest, looked.council.digest, looked.chi.digest].join('\n'))
    .digest('hex');
}

async function finished(out: string, key: string): Promise<MatchSummary | null> {
  if (RESULT_FILES.some((name) => !existsSync(join(out, name)))) return null;
  try {
    const run = JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as MatchSummary & { key: string };
    return run.key === key ? run : null;
  } catch {
    return null;
  }
}

/** The folder of the work so far, if it is work on these files with this model; else an empty one. */
async function workFolder(folder: string, key: string): Promise<void> {
  const marker = join(folder, 'key');
  const held = await readFile(marker, 'utf8').catch(() => null);
  if (held === key) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(marker, key);
}

function inputOf({ file, digest, encoding }: LookedAt): { name: string; sha256: string; encoding: string } {
  return { name: basename(file), sha256: digest, encoding };
}
